// The page of the graduation. Everything here happens in the browser; only the local node is asked.
import { current, trusted, verify } from 'microcred'
import { fromPng } from 'microcred/bake'
import { textIn } from 'microcred/credential'
import { checkNames } from 'microcred/verify'
import { en, fr, words, wordsFor } from 'microcred/verify/text'
import { chainAt } from '/browser/chain.js'
import { labels } from './labels.js'

const at = (id) => document.getElementById(id)
const languages = { en, fr }
let language = 'en'
/** The badge on show: what was held, and its attempt where it is one of ours. */
let shown
let report
/** The object URL of the picture on show. */
let picture

const { node } = await (await fetch('/state')).json()
const chains = [chainAt(node)]

const index = await (await fetch('/out/index.json')).json()
for (const { attempt, name, grade } of index.badges) {
  const button = element('button', { type: 'button', onclick: () => openBadge(attempt, button) })
  button.append(
    element('img', { src: '/out/badge.png', alt: '', width: 40, height: 40, draggable: false }),
    element('span', { textContent: name, dir: 'auto' }),
    element('span', { textContent: grade }),
  )
  const item = element('li')
  item.dataset.words = folded(`${name} ${grade} ${attempt}`)
  item.append(button)
  at('badges').append(item)
}
paint()

at('search').oninput = find
for (const button of document.querySelectorAll('[data-language]')) {
  button.onclick = () => {
    language = button.dataset.language
    paint()
  }
}
at('ask').onsubmit = (submit) => {
  submit.preventDefault()
  examine(shown)
}
at('trust').onchange = () => report && examine(shown)
at('tampered').onclick = async () => take(await bytesAt('/out/tampered.png'))
at('drop').onclick = () => at('file').click()
at('file').onchange = async ({ target }) => {
  if (target.files[0]) await takeFrom(target)
  target.value = ''
}
// A file that misses the zone must not take the person away from the page.
document.ondragover = (drag) => {
  drag.preventDefault()
  at('drop').classList.add('over')
}
document.ondragleave = (drag) => drag.relatedTarget === null && at('drop').classList.remove('over')
document.ondrop = (drop) => {
  drop.preventDefault()
  at('drop').classList.remove('over')
  takeFrom(drop.dataTransfer)
}
document.onpaste = (paste) => paste.target.tagName !== 'INPUT' && takeFrom(paste.clipboardData)

async function openBadge(attempt, button) {
  mark(button)
  const held = await bytesAt(`/out/${attempt}.png`)
  if (button.getAttribute('aria-current') !== 'true') return
  shown = { held, attempt }
  report = undefined
  at('report').hidden = true
  at('email').value = ''
  show(claimIn(held))
  at('card').scrollIntoView({ block: 'nearest' })
}

/** Takes what was dropped, pasted or chosen: a file, one of this page's own links, or text. */
async function takeFrom(source) {
  const [file] = source.files
  const link = source.getData?.('text/uri-list') ?? ''
  const text = source.getData?.('text/plain') ?? ''
  if (link.startsWith(`${location.origin}/out/`)) return take(await bytesAt(link))
  if (file)
    return take(
      await file.arrayBuffer().then(
        (buffer) => new Uint8Array(buffer),
        () => '',
      ),
    )
  if (text !== '') return take(text)
}

/** Shows what somebody holds, and examines it at once. */
async function take(held) {
  mark(undefined)
  shown = { held }
  at('email').value = ''
  at('card').hidden = true
  at('earned').hidden = true
  await examine(shown)
  at('report').scrollIntoView({ block: 'nearest' })
}

async function examine(badge) {
  const email = at('email').value.trim()
  report = undefined
  at('report').hidden = false
  at('verdict').dataset.outcome = 'pending'
  at('headline').textContent = languages[language].pending
  at('advice').textContent = ''
  at('json').textContent = ''
  at('checks').replaceChildren(...checkNames.map((name) => element('li', { id: `check-${name}` })))
  const found = await verify(badge.held, {
    accept: current,
    issuers: at('trust').checked ? trusted({ [index.issuer.id]: { name: textIn(index.issuer.name, [language]) } }) : 'any',
    chains,
    ...(email !== '' && { recipient: { email } }),
    onCheck: (progress) => badge === shown && showLine(wordsFor(progress, languages[language])),
  })
  // Another badge may have been opened meanwhile.
  if (badge !== shown) return
  report = found
  show(report.credential ?? report.claimed)
  paint()
}

function show(claim) {
  at('card').hidden = !claim
  at('earned').hidden = !claim
  if (!claim) return
  const { subject, issuer, achievement, name, date, results } = partsOf(claim)
  const wish = [language, 'en']
  showPicture(shown.held, textIn(achievement.image?.caption ?? achievement.name, wish))
  at('what').textContent = textIn(achievement.name ?? claim.name, wish)
  const facts = [
    ['to', name],
    ['did', typeof subject.id === 'string' ? subject.id : ''],
    ['by', textIn(issuer.name, wish) || String(issuer.id ?? '')],
    ['when', date?.toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' })],
    ['result', results],
    ['about', textIn(achievement.description, wish)],
  ].filter(([, value]) => value)
  at('facts').replaceChildren(
    ...facts.flatMap(([label, value]) => [
      element('dt', { textContent: labels[language][label] }),
      element('dd', { textContent: value, dir: 'auto', className: label }),
    ]),
  )
  // Open Badges writes Markdown here; the page shows it as it stands, without the marks of emphasis.
  at('how').textContent = textIn(achievement.criteria?.narrative, wish).replace(/\*(\S[^*\n]*)\*/g, '$1') || String(achievement.criteria?.id ?? '–')
  at('downloads').hidden = !shown.attempt
  at('png').href = `/out/${shown.attempt}.png`
  at('json-file').href = `/out/${shown.attempt}.json`
}

/** The parts of a claim that are shown. Nobody has checked its form: anything may be anything. */
function partsOf(claim) {
  const object = (value) => [value].flat().find((one) => one !== null && typeof one === 'object') ?? {}
  const subject = object(claim.credentialSubject)
  const named = [subject.identifier].flat().find((one) => one?.identityType === 'name')
  const date = new Date(String(claim.awardedDate ?? claim.validFrom))
  return {
    subject,
    issuer: typeof claim.issuer === 'string' ? { id: claim.issuer } : object(claim.issuer),
    achievement: object(subject.achievement),
    name: String(named?.identityHash ?? ''),
    date: Number.isNaN(date.getTime()) ? undefined : date,
    results: [subject.result]
      .flat()
      .map((one) => one?.value)
      .filter((value) => typeof value === 'string')
      .join(', '),
  }
}

/** Shows the picture that carries the badge, where it is one. An image in `<img>` runs no script. */
function showPicture(held, alt) {
  if (picture) URL.revokeObjectURL(picture)
  const start = typeof held === 'string' ? held.slice(0, 200) : new TextDecoder().decode(held.subarray(0, 200))
  const type = held[0] === 0x89 ? 'image/png' : /^\ufeff?\s*</.test(start) ? 'image/svg+xml' : undefined
  picture = type && URL.createObjectURL(new Blob([held], { type }))
  at('image').hidden = !picture
  at('image').alt = alt
  if (picture) at('image').src = picture
}

function showLine({ name, label, outcome, text }) {
  const row = at(`check-${name}`)
  row.dataset.outcome = outcome
  row.replaceChildren(
    element('span', { textContent: label }),
    element('span', { textContent: labels[language].outcomes[outcome], className: 'unseen' }),
    element('span', { textContent: text }),
  )
}

/** Puts everything that depends on the language into it. */
function paint() {
  const mine = labels[language]
  document.documentElement.lang = language
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === language))
  for (const one of document.querySelectorAll('[data-text]')) one.textContent = mine[one.dataset.text]
  for (const one of document.querySelectorAll('[data-label]')) one.setAttribute('aria-label', mine.areas[one.dataset.label])
  const issuer = textIn(index.issuer.name, [language])
  document.title = `${issuer}: ${textIn(index.achievement, [language])}`
  at('issuer').textContent = issuer
  at('achievement').textContent = textIn(index.achievement, [language])
  at('summary').textContent = mine.summary(index.badges.length, index.gasUsed.toLocaleString(language))
  at('transaction').textContent = index.transaction
  at('trust-text').textContent = mine.trust(issuer)
  find()
  if (!report) {
    if (shown && at('report').hidden) show(claimIn(shown.held))
    return
  }
  show(report.credential ?? report.claimed)
  const { headline, advice, lines } = words(report, languages[language])
  at('verdict').dataset.outcome = report.outcome
  at('headline').textContent = headline
  at('advice').textContent = advice
  for (const line of lines) showLine(line)
  at('json').textContent = JSON.stringify(report, null, 2)
}

/** Hides the badges that the search does not mean. Every word must be found, accents and case aside. */
function find() {
  const wishes = folded(at('search').value).split(/\s+/)
  const items = [...at('badges').children]
  for (const item of items) item.hidden = !wishes.every((wish) => item.dataset.words.includes(wish))
  at('count').textContent = labels[language].count(items.filter((item) => !item.hidden).length, items.length)
}

/** What a PNG of ours says, unverified. */
function claimIn(bytes) {
  return JSON.parse(fromPng(bytes) ?? 'null')
}

function mark(button) {
  for (const other of document.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current')
  button?.setAttribute('aria-current', 'true')
}

async function bytesAt(address) {
  return new Uint8Array(await (await fetch(address)).arrayBuffer())
}

function folded(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function element(name, members = {}) {
  return Object.assign(document.createElement(name), members)
}
