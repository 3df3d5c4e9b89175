export { dayIn, en, type Words } from './text/en.js'
export { fr } from './text/fr.js'
