export type { Examined, Format, Note, World } from './format.js'
