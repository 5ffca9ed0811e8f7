/* The page in Debian's Chromium, live and as a file. DEMARCHE: the program; CHROMIUM: the browser (default /usr/bin/chromium). */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.', testMatch: '*.spec.js', workers: 2, fullyParallel: false, retries: 0, timeout: 60000, reporter: [['list']],
  outputDir: process.env.WEB_RESULTS || '../../build/web-results',
  use: {
    viewport: { width: 1400, height: 900 }, trace: 'off',
    launchOptions: { executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] },
  },
});
