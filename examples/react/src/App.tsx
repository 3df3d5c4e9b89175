import { trusted } from 'microcred'
import { defineElements } from 'microcred/element'
import { overHttps } from 'microcred/load/https'
import { everything } from 'microcred/verify/all'
import { useEffect, useState } from 'react'

defineElements()
const issuers = trusted({ 'did:web:uni.example': { name: 'Example University' } })
const load = overHttps()

export function App() {
  // Where a server rendered the page, React would leave out the settings that are no strings.
  const [here, arrive] = useState(false)
  const [said, say] = useState('Show us your badge.')
  useEffect(() => arrive(true), [])
  return (
    <>
      <h1>{said}</h1>
      {here && (
        <microcred-verifier
          accept={everything}
          issuers={issuers}
          load={load}
          onverified={({ detail }) => say(`Welcome. We noted ${detail.credential?.id}.`)}
          onfailed={() => say('We cannot take this one.')}
          onunknown={() => say('We could not check this one.')}
        />
      )}
    </>
  )
}
