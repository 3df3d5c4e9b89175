import { browserPath } from './browser.js'

/** Before any test: finds the browser once, or unpacks the one that came with the development dependencies, so that no two tests do it at the same time. */
export default async function setup(): Promise<void> {
  process.env['CHROME_PATH'] = await browserPath()
}
