import { BaseError, type Problem, toProblem } from '../errors.js'
import type { Format } from '../formats/format.js'
import type { Cancel, ChainReader, Load } from '../seams.js'
import type { Opened } from '../vault/open.js'
import { current } from '../verify/current.js'
import { type Held, open, UnreadableError } from '../verify/held.js'
import type { Issuers } from '../verify/issuers.js'
import { checkNames, type Progress, type Report } from '../verify/report.js'
import { type Accepted, verify } from '../verify/verify.js'
import type { Known } from './bound.js'
import { early } from './early.js'
import type { Facts } from './facts.js'
import type { Reader } from './intake.js'
import { languageOf, wishesOf } from './language.js'
import { en, type Language } from './text/en.js'
import { viewOf } from './view.js'

/** Where a transaction can be looked at: an https address, or `undefined` for a chain (CAIP-2) that it does not know. */
export type Explorer = (chain: string, transaction: string) => string | undefined

/** Opens a link to a record in a vault: `undefined` for an address that is no such link. */
export type Vault = (url: string, world: { readonly cancel: Cancel }) => Promise<Opened> | undefined

/** The events of a verifier; the detail of the first three is the report. They bubble, and leave the shadow. */
export type VerifierEvents = {
  readonly verified: CustomEvent<Extract<Report, { readonly outcome: 'passed' }>>
  readonly failed: CustomEvent<Exclude<Report, { readonly outcome: 'passed' }>>
  readonly unknown: CustomEvent<Exclude<Report, { readonly outcome: 'passed' }>>
  /** There is no credential to report on: the custodian at this origin states that it was erased. */
  readonly erased: CustomEvent<{ readonly statedBy: string }>
  readonly progress: CustomEvent<Progress>
}

/**
 * `<microcred-verifier>`: takes a badge, shows what it says, the checks as they finish, and one verdict. What is set counts from the next
 * badge on. Nothing leaves the browser without `load` and `chains`. The attribute `src` names a badge that `load` reads.
 * Its state is `:state(open)` while it shows one.
 */
export interface VerifierElement extends HTMLElement {
  /** What may be read; `current` unless it is set. */
  accept: readonly Accepted[]
  /** Whom the page believes; `'any'` unless it is set, and then no name is vouched for. */
  issuers: 'any' | Issuers
  load: Load | undefined
  chains: readonly ChainReader[] | undefined
  /** The present of the verdict; the clock's unless it is set. */
  now: Date | undefined
  /** The largest badge that is read, in bytes; 2 MiB unless it is set, which keep a page busy for a second at most. Pictures of QR codes may have 10. */
  maxBytes: number
  /** Read other kinds of files: each is asked in turn. */
  readers: readonly Reader[]
  /** Gives the technical detail a link to each transaction that was found; nothing is loaded from there until somebody follows it. */
  explorer: Explorer | undefined
  /** Opens links to a vault; with none, they are not read. */
  vault: Vault | undefined
  /** The reader's languages (BCP 47), best first; the page's and then the browser's unless they are set. */
  languages: readonly string[] | undefined
  /** Languages beside English and French, or in their place. */
  catalogues: readonly Language[]
  /** What is shown: to set it is to verify it, once more where it is the same. A string is JSON text, a JWT, or a link that brings a badge. */
  credential: Held | undefined
  /** The report on it, once there is one. */
  readonly report: Report | undefined
  addEventListener<Name extends keyof VerifierEvents>(
    type: Name,
    listener: (this: VerifierElement, event: VerifierEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void
}

const settings = ['accept', 'issuers', 'load', 'chains', 'now', 'maxBytes', 'readers', 'vault', 'explorer', 'languages', 'catalogues', 'credential'] as const

/** What JSX may say of a verifier: its settings, and what listens to its events. */
export type VerifierProps = { readonly [Name in (typeof settings)[number]]?: VerifierElement[Name] } & { readonly src?: string } & {
  readonly [Name in keyof VerifierEvents as `on${Name}`]?: (event: VerifierEvents[Name]) => void
}

const maxBytesUnlessSet = 2 * 1024 * 1024

/** One badge on its way to a verdict. */
type Run = {
  readonly given: Held
  readonly now: Date
  readonly stop: AbortController
  known: Known
  held?: Held
  claim?: object
  /** What it says, in a language. */
  say?: (language: Language) => Facts
  report?: Report
  /** Who states that it was erased. */
  erased?: string
}

/** The class of the element, made when it is asked for: a server has no `HTMLElement` to extend. */
export function verifierClass(sheet: CSSStyleSheet): { new (): VerifierElement; readonly observedAttributes: readonly string[] } {
  return class extends HTMLElement implements VerifierElement {
    static readonly observedAttributes: readonly string[] = ['src', 'lang']
    // Read before the fields, which would take its place.
    readonly #before = early<VerifierElement, (typeof settings)[number]>(this, settings)
    accept: readonly Accepted[] = this.#before.accept ?? current
    issuers: 'any' | Issuers = this.#before.issuers ?? 'any'
    load: Load | undefined = this.#before.load
    chains: readonly ChainReader[] | undefined = this.#before.chains
    now: Date | undefined = this.#before.now
    maxBytes: number = this.#before.maxBytes ?? maxBytesUnlessSet
    readers: readonly Reader[] = this.#before.readers ?? []
    explorer: Explorer | undefined = this.#before.explorer
    vault: Vault | undefined = this.#before.vault
    catalogues: readonly Language[] = this.#before.catalogues ?? []
    #languages: readonly string[] | undefined = this.#before.languages
    readonly #view = viewOf((held) => {
      this.credential = held
    })
    #language: Language = en
    #run: Run | undefined
    readonly #internals: ElementInternals = this.attachInternals()

    constructor() {
      super()
      const shadow = this.attachShadow({ mode: 'open' })
      shadow.adoptedStyleSheets = [sheet]
      shadow.append(this.#view.element)
      this.addEventListener('dragover', (drag) => this.#over(drag, true))
      this.addEventListener('dragleave', (drag) => this.#over(drag, false))
      this.addEventListener('drop', (drop) => {
        this.#over(drop, false)
        this.#take(drop.dataTransfer)
      })
      this.addEventListener('paste', (paste) => {
        paste.preventDefault()
        this.#take(paste.clipboardData)
      })
      this.#view.ask(this.#language)
      if (this.#before.credential !== undefined) this.credential = this.#before.credential
    }

    get languages(): readonly string[] | undefined {
      return this.#languages
    }
    set languages(languages: readonly string[] | undefined) {
      this.#languages = languages
      void this.#speak().then(() => this.#paint())
    }
    get credential(): Held | undefined {
      return this.#run?.given
    }
    set credential(held: Held | undefined) {
      this.#run?.stop.abort()
      this.#run = held === undefined ? undefined : { given: held, now: this.now ?? new Date(), stop: new AbortController(), known: {} }
      if (this.#run) this.#internals.states.add('open')
      else this.#internals.states.delete('open')
      this.#paint()
      if (this.#run) void this.#verify(this.#run)
    }
    get report(): Report | undefined {
      return this.#run?.report
    }

    connectedCallback(): void {
      // It was stopped when it was taken off the page.
      if (this.#run?.stop.signal.aborted && !this.#run.report && this.#run.erased === undefined) this.credential = this.#run.given
      void this.#speak().then(() => this.#paint())
    }

    disconnectedCallback(): void {
      this.#run?.stop.abort()
    }

    attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
      if (name === 'lang') this.connectedCallback()
      else if (value !== null) this.credential = URL.canParse(value, this.baseURI) ? new URL(value, this.baseURI).href : value
    }

    #over(drag: DragEvent, over: boolean): void {
      drag.preventDefault()
      this.#view.element.classList.toggle('over', over)
    }

    /** Takes what was dropped or pasted: a file, or else a link or text. */
    #take(data: DataTransfer | null): void {
      const held = data?.files[0] ?? (data?.getData('text/plain') || data?.getData('text/uri-list'))
      if (held) this.credential = held
    }

    async #speak(): Promise<void> {
      this.#language = await languageOf(this.#languages ?? wishesOf(this), this.catalogues ?? [])
    }

    async #verify(run: Run): Promise<void> {
      // A framework may set `undefined` where its page says nothing. Whom to believe is never guessed then: `verify` refuses.
      const { accept = current, issuers, load, chains, maxBytes = maxBytesUnlessSet, readers = [], vault } = this
      const { now, stop } = run
      const cancel = stop.signal
      const formats = accept.filter((one): one is Format => one.kind === 'format')
      await this.#speak()
      if (run === this.#run) this.#paint()
      // What there is so far is seen first.
      await new Promise((resolve) => setTimeout(resolve))
      let closed: Exclude<Opened, { readonly outcome: 'open' }> | undefined
      const opener = async (url: string): Promise<string | undefined> => {
        const record = await vault?.(url, { cancel })
        if (!record || record.outcome === 'open') return record?.text
        closed = record
        throw new UnreadableError(undefined)
      }
      const report = await (async () => {
        const [{ unwrapped }, { said }] = await Promise.all([import('./intake.js'), import('./facts.js')])
        const held = await unwrapped(run.given, { load, readers, opener, maxBytes, cancel })
        run.held = held
        run.say = (language) => said(run.claim ?? {}, held, language, { languages: this.#languages ?? [], now, load, cancel })
        const opened = await open(held, maxBytes, formats).catch(() => undefined)
        if (opened) this.#claim(run, 'document' in opened ? opened.document : 'value' in opened ? opened.value : opened.presentation)
        return verify(held, { accept, issuers, load, chains, now, maxBytes, cancel, onCheck: (progress) => this.#progress(run, progress) })
      })().catch((error: unknown) => reportOf(closed?.outcome === 'unavailable' ? closed.problem : problemOf(error), now))
      if (run !== this.#run || cancel.aborted) return
      if (closed?.outcome === 'erased') {
        run.erased = closed.statedBy
        this.#conclude(run)
        this.#tell('erased', { statedBy: run.erased })
        return
      }
      this.#claim(run, report.presentation ?? (report.outcome === 'passed' ? report.credential : report.claimed))
      run.report = report
      run.known = report.checks
      this.#conclude(run)
      this.#tell(report.outcome === 'passed' ? 'verified' : report.outcome, report)
    }

    /** The badge itself, as soon as it is known. */
    #claim(run: Run, claim: unknown): void {
      if (run !== this.#run || run.claim || typeof claim !== 'object' || claim === null) return
      run.claim = claim
      this.#describe(run)
    }

    #progress(run: Run, progress: Progress): void {
      if (run !== this.#run || run.stop.signal.aborted) return
      run.known = { ...run.known, [progress.name]: progress.check }
      this.#view.check(run.known, this.#language)
      this.#tell('progress', progress)
    }

    #tell(name: keyof VerifierEvents, detail: Report | Progress | { readonly statedBy: string }): void {
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
    }

    /** Everything once more, in the language of now. */
    #paint(): void {
      const run = this.#run
      if (!run) {
        this.#view.ask(this.#language)
        return
      }
      this.#view.clear(this.#language)
      this.#describe(run)
      this.#view.check(run.known, this.#language)
      this.#conclude(run)
    }

    #describe({ claim, say }: Run): void {
      if (claim && say) this.#view.describe(say(this.#language))
    }

    #conclude({ report, held, known, claim, erased }: Run): void {
      if (erased !== undefined) this.#view.erase(erased, this.#language)
      if (!report) return
      this.#view.check(known, this.#language)
      const language = this.#language
      this.#view.conclude(report, language, async () => (await import('./technical.js')).technicalOf(report, held, claim, language, this))
    }
  }
}

/** What was handed over could not be looked at, or is no badge: the report says why, and that nothing else was examined. */
function reportOf(problem: Problem, now: Date): Report {
  const outcome = /^(?:load|vault|verify\.(?:NotRead|Unreadable|Options))/.test(problem.name) ? 'unknown' : 'failed'
  const checks = Object.fromEntries(checkNames.map((name) => [name, { outcome: 'skipped', because: 'absent' }]))
  return { outcome, at: now.toISOString(), checks: { ...checks, shape: { outcome, problem } } as Report['checks'], parts: [], notes: [] }
}

function problemOf(error: unknown): Problem {
  return toProblem(error instanceof BaseError ? error : new UnreadableError(error))
}
