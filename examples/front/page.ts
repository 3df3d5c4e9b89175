// A front end. First in five lines, then with progress, in French, and with a chain.
import { current, type Verified, verify } from 'microcred'
import { evmReader } from 'microcred/anchor/evm'
import { overHttps } from 'microcred/load/https'
import { anyOf, registry, trusted } from 'microcred/verify'
import { everything } from 'microcred/verify/all'
import { en, fr, words, wordsFor } from 'microcred/verify/text'

const zone = document.querySelector('main') as HTMLElement
const rowOf = (name: string): HTMLElement => zone.querySelector(`[data-check="${name}"]`) ?? addRow(name)

zone.ondragover = (drag) => drag.preventDefault()
zone.ondrop = async (drop) => {
  drop.preventDefault()
  const file = drop.dataTransfer?.files[0]
  if (!file) return
  const report = await verify(file, { accept: current, issuers: 'any' })
  zone.title = words(report, en).headline
  await show(file, new AbortController().signal)
}

const load = overHttps({ timeout: 5000 })
const provider = {
  request: async (call: object) => {
    const answer = await fetch('/rpc', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...call }),
    })
    return (await answer.json()).result
  },
}
const consortium = 'https://digitalcredentials.github.io/dcc-registry/registry.json'
const chains = [evmReader({ chainId: 31337, provider, settled: 1 })]

export async function show(file: File, leave: AbortSignal): Promise<void> {
  const report = await verify(file, {
    accept: everything,
    load,
    chains,
    cancel: leave,
    issuers: anyOf(trusted({ 'did:web:uni.example': { name: 'Example University' } }), registry(consortium, { signedBy: 'nobody' })),
    onCheck: (progress) => {
      const line = wordsFor(progress, fr)
      rowOf(line.name).textContent = `${line.label} : ${line.text}`
      rowOf(line.name).dataset['outcome'] = line.outcome
    },
  })
  const { headline, advice } = words(report, fr)
  rowOf('headline').textContent = `${headline}. ${advice}`
  if (report.outcome === 'passed' && report.credential) accept(report.credential)
  const { status, anchor } = report.checks
  if (status.outcome === 'failed' && status.problem.name === 'status.SuspendedError') zone.classList.add('suspended')
  if (anchor.outcome === 'passed') zone.title = `Daté du ${new Date(anchor.detail.sightings[0]?.time ?? '').toLocaleDateString('fr')}`
}

/** A function that trusts its argument says so in its type. */
function accept(credential: Verified<import('microcred').Credential>): void {
  rowOf('issuer-id').textContent = JSON.stringify(credential.issuer)
}

function addRow(name: string): HTMLElement {
  const row = document.createElement('p')
  row.dataset['check'] = name
  zone.append(row)
  return row
}
