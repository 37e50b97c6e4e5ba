"""Which services households lack: indicator by commune, by group, by number."""
