import type { Load } from '../seams.js'
import type { Held } from '../verify/held.js'
import { build } from './build.js'
import { early } from './early.js'
import { languageOf, wishesOf } from './language.js'
import type { Language } from './text/en.js'

/**
 * `<microcred-badge>`: shows what a badge says of itself, and says that nothing was verified. The attribute `page` is the address of a page
 * with a verifier, to which it links with the badge after `#`; `src` names a badge that `load` reads.
 */
export interface BadgeElement extends HTMLElement {
  /** A credential, its text, or an image that carries it. */
  credential: Held | undefined
  load: Load | undefined
  /** The present, by which it is current or expired; the clock's unless it is set. */
  now: Date | undefined
  /** The reader's languages (BCP 47), best first; the page's and then the browser's unless they are set. */
  languages: readonly string[] | undefined
  /** Languages beside English and French, or in their place. */
  catalogues: readonly Language[]
}

const settings = ['load', 'now', 'languages', 'catalogues', 'credential'] as const

/** What JSX may say of a badge. */
export type BadgeProps = { readonly [Name in (typeof settings)[number]]?: BadgeElement[Name] } & { readonly src?: string; readonly page?: string }

/** The class of the element, made when it is asked for. */
export function badgeClass(sheet: CSSStyleSheet): { new (): BadgeElement; readonly observedAttributes: readonly string[] } {
  return class extends HTMLElement implements BadgeElement {
    static readonly observedAttributes: readonly string[] = ['src', 'page', 'lang']
    // Read before the fields, which would take its place.
    readonly #before = early<BadgeElement, (typeof settings)[number]>(this, settings)
    load: Load | undefined = this.#before.load
    now: Date | undefined = this.#before.now
    languages: readonly string[] | undefined = this.#before.languages
    catalogues: readonly Language[] = this.#before.catalogues ?? []
    readonly #root: HTMLElement = build('div', { class: 'root' })
    #credential: Held | undefined = this.#before.credential
    #turn = 0

    constructor() {
      super()
      const shadow = this.attachShadow({ mode: 'open' })
      shadow.adoptedStyleSheets = [sheet]
      shadow.append(this.#root)
    }

    get credential(): Held | undefined {
      return this.#credential
    }
    set credential(held: Held | undefined) {
      this.#credential = held
      this.connectedCallback()
    }

    connectedCallback(): void {
      if (this.isConnected) void this.#draw(++this.#turn)
    }

    attributeChangedCallback(): void {
      this.connectedCallback()
    }

    /** Shows nothing while there is nothing to show, and the latest where one is late. */
    async #draw(turn: number): Promise<void> {
      // All that the page sets in one go is drawn once.
      await Promise.resolve()
      if (turn !== this.#turn) return
      const { credential, load, now = new Date(), languages, catalogues = [] } = this
      const [src, page] = ['src', 'page'].map((name) => this.getAttribute(name))
      const at = (address: string) => (URL.canParse(address, this.baseURI) ? new URL(address, this.baseURI).href : address)
      const language = await languageOf(languages ?? wishesOf(this), catalogues)
      const { compact } = await import('./compact.js')
      const held = credential ?? (src ? at(src) : undefined)
      const drawing =
        held && (await compact(held, { load, now, languages: languages ?? [], page: page ? at(page) : undefined }, language).catch(() => undefined))
      if (turn !== this.#turn) return
      this.#root.lang = language.words.language
      this.#root.dir = language.words.direction
      this.#root.replaceChildren(...(drawing ? [drawing] : []))
    }
  }
}
