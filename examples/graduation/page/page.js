// The page of the graduation. Everything here happens in the browser; only the local node is asked.
import { current, verify } from 'microcred'
import { evmReader } from 'microcred/anchor/evm'
import { fromPng } from 'microcred/bake'
import { textIn } from 'microcred/credential'
import { checkNames } from 'microcred/verify'
import { en, fr, words, wordsFor } from 'microcred/verify/text'

const at = (id) => document.getElementById(id)
const languages = { en, fr }
const labels = {
  en: { to: 'Awarded to', by: 'By', when: 'On', result: 'Result', how: 'How it is earned', claims: 'What the file says, until it is verified' },
  fr: { to: 'Décerné à', by: 'Par', when: 'Le', result: 'Résultat', how: 'Comment l’obtenir', claims: 'Ce que dit le fichier, avant vérification' },
}
let language = 'en'
let shown // the bytes of the badge on show
let report

const { url } = await (await fetch('/node')).json()
const provider = {
  request: async (call) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...call }),
    })
    const { result, error } = await answer.json()
    if (error) throw new Error(error.message)
    return result
  },
}
const chains = [evmReader({ chainId: 31337, provider, settled: 1 })]

const index = await (await fetch('/out/index.json')).json()
for (const { attempt, name, grade } of index.badges) {
  const button = element('button', { type: 'button', onclick: () => openBadge(attempt, button) })
  button.append(element('span', { textContent: name, dir: 'auto' }), element('span', { textContent: grade }))
  const item = element('li')
  item.dataset.name = name.toLocaleLowerCase()
  item.append(button)
  at('badges').append(item)
}
paint()

at('search').oninput = ({ target }) => {
  const wish = target.value.trim().toLocaleLowerCase()
  const items = [...at('badges').children]
  for (const item of items) item.hidden = !item.dataset.name.includes(wish)
  at('none').hidden = items.some((item) => !item.hidden)
}
for (const button of document.querySelectorAll('[data-language]')) {
  button.onclick = () => {
    language = button.dataset.language
    paint()
  }
}
at('verify').onclick = () => examine(shown)
at('tampered').onclick = async () => take(new Uint8Array(await (await fetch('/out/tampered.png')).arrayBuffer()))
at('drop').onclick = () => at('file').click()
at('drop').onkeydown = ({ key }) => (key === 'Enter' || key === ' ') && at('file').click()
at('file').onclick = (event) => event.stopPropagation()
at('file').onchange = ({ target }) => target.files[0] && takeFile(target.files[0])
at('drop').ondragover = (drag) => {
  drag.preventDefault()
  at('drop').classList.add('over')
}
at('drop').ondragleave = () => at('drop').classList.remove('over')
at('drop').ondrop = (drop) => {
  drop.preventDefault()
  at('drop').classList.remove('over')
  if (drop.dataTransfer.files[0]) takeFile(drop.dataTransfer.files[0])
}

async function openBadge(attempt, button) {
  for (const other of document.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current')
  button.setAttribute('aria-current', 'true')
  shown = new Uint8Array(await (await fetch(`/out/${attempt}.png`)).arrayBuffer())
  at('report').hidden = true
  report = undefined
  at('download').href = `/out/${attempt}.png`
  show(claimIn(shown), shown)
}

async function takeFile(file) {
  await take(new Uint8Array(await file.arrayBuffer()))
}

/** Shows what a file says, and examines it at once. */
async function take(bytes) {
  shown = bytes
  for (const other of document.querySelectorAll('[aria-current]')) other.removeAttribute('aria-current')
  at('download').removeAttribute('href')
  at('card').hidden = true
  await examine(bytes)
}

/** What a PNG says, unverified. */
function claimIn(bytes) {
  try {
    return JSON.parse(fromPng(bytes) ?? 'null')
  } catch {
    return null
  }
}

function show(claim, bytes) {
  at('card').hidden = !claim
  if (!claim) return
  const wish = [language, 'en']
  const { credentialSubject: subject, issuer } = claim
  const achievement = subject?.achievement ?? {}
  const name = [subject?.identifier ?? []].flat().find((one) => one.identityType === 'name')?.identityHash ?? subject?.id ?? '–'
  at('image').src = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }))
  at('image').alt = textIn(achievement.image?.caption ?? achievement.name ?? '', wish)
  at('what').textContent = textIn(achievement.name ?? claim.name ?? '', wish)
  const facts = [
    [labels[language].to, name],
    [labels[language].by, textIn(issuer?.name ?? issuer?.id ?? String(issuer), wish)],
    [labels[language].when, new Date(claim.awardedDate ?? claim.validFrom).toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' })],
    [
      labels[language].result,
      [subject?.result ?? []]
        .flat()
        .map((one) => one.value)
        .join(', ') || '–',
    ],
    [labels[language].how, textIn(achievement.criteria?.narrative ?? achievement.criteria?.id ?? '–', wish)],
  ]
  at('facts').replaceChildren(...facts.flatMap(([label, value]) => [element('dt', { textContent: label }), element('dd', { textContent: value, dir: 'auto' })]))
}

async function examine(bytes) {
  at('report').hidden = false
  at('verdict').dataset.outcome = 'pending'
  at('headline').textContent = languages[language].pending
  at('advice').textContent = ''
  at('json').textContent = ''
  at('checks').replaceChildren(...checkNames.map((name) => element('li', { id: `check-${name}` })))
  report = await verify(bytes, { accept: current, issuers: 'any', chains, onCheck: (progress) => showLine(wordsFor(progress, languages[language])) })
  const claim = report.outcome === 'passed' ? report.credential : report.claimed
  if (claim && at('card').hidden) show(claim, bytes)
  paint()
}

function showLine({ name, label, outcome, text }) {
  const row = at(`check-${name}`)
  row.dataset.outcome = outcome
  row.replaceChildren(element('span', { textContent: label }), element('span', { textContent: text }))
}

/** Puts everything that depends on the language into it. */
function paint() {
  document.documentElement.lang = language
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === language))
  at('issuer').textContent = index.issuer[language]
  at('achievement').textContent = textIn(index.achievement, [language])
  at('summary').textContent =
    language === 'fr'
      ? `${index.badges.length} badges, ancrés dans la transaction ${index.transaction}`
      : `${index.badges.length} badges, anchored in the transaction ${index.transaction}`
  if (shown && !at('card').hidden) show(report ? (report.credential ?? report.claimed) : claimIn(shown), shown)
  if (!report) return
  const { headline, advice, lines } = words(report, languages[language])
  at('verdict').dataset.outcome = report.outcome
  at('headline').textContent = headline
  at('advice').textContent = advice
  for (const line of lines) showLine(line)
  at('json').textContent = JSON.stringify(report, null, 2)
}

function element(name, members = {}) {
  return Object.assign(document.createElement(name), members)
}
