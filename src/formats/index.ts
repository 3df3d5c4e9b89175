export type { Examined, Format, World } from './format.js'
