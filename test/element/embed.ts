// What a page that is not ours writes to embed the elements.
import { defineElements, en } from 'microcred/element'

// A framework may set properties before the elements are defined.
const early = Object.assign(document.createElement('microcred-verifier'), { now: new Date('2041-01-01'), credential: '{}' })
document.body.append(early)
const report = new Promise((resolve) => early.addEventListener('failed', (event) => resolve((event as CustomEvent).detail.at)))
defineElements()
defineElements()
Object.assign(globalThis, { kit: { en }, early: report.finally(() => early.remove()) })
