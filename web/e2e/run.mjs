// Runs every browser test, one file after the other: they share two cores and
// one screen. Arguments choose files: node run.mjs replay view
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const chosen = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => !chosen.length || chosen.includes(name.replace('.test.mjs', '')))
  .sort();

// The limit is one of a whole file: a slow machine takes ten minutes for the longest.
const flags = ['--test', '--test-concurrency=1', '--test-timeout=3600000', '--test-reporter=spec'];
const child = spawn(process.execPath, [...flags, ...files], { cwd: here, stdio: 'inherit' });
child.once('exit', (code) => { process.exitCode = code ?? 1; });
