// Builds giamngheo/web/static/build/: one stylesheet, one script module, the font files.
// `npm ci && npm run build`; `npm run build -- --watch` rebuilds as the sources change.
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const out = join(here, "..", "static", "build");

const scss = {
  name: "scss",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, (args) => {
      const result = sass.compile(args.path, {
        loadPaths: [join(root, "node_modules")],
        // Bootstrap 5.3 is written in the older Sass; its warnings are not ours to act on.
        quietDeps: true,
        silenceDeprecations: ["import"],
        logger: sass.Logger.silent,
      });
      return {
        contents: result.css,
        loader: "css",
        resolveDir: dirname(args.path),
        watchFiles: result.loadedUrls.map((url) => fileURLToPath(url)),
      };
    });
  },
};

const options = {
  entryPoints: { app: join(here, "app.js"), style: join(here, "style.scss") },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome100", "firefox100", "safari15"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  external: ["data:*"],
  plugins: [scss],
  logLevel: "warning",
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
  for (const name of ["style.css", "app.js"]) {
    const bytes = await readFile(join(out, name));
    const kilobytes = (size) => (size / 1000).toFixed(1).padStart(6);
    console.log(`${name.padEnd(10)} ${kilobytes(bytes.length)} kB, ${kilobytes(gzipSync(bytes).length)} kB gzipped`);
  }
}
