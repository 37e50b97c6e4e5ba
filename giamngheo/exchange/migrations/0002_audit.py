"""Batches are under audit; staged rows and files are not: what they become in the register is."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("audit", "0002_chain")]
    operations = [AuditTable("exchange_importbatch")]
