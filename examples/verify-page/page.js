// A page that verifies badges, and needs no server of its own. Nothing leaves the browser unless the box is ticked.
import { defineElements } from 'microcred/element'
import { overHttps } from 'microcred/load/https'
import { everything } from 'microcred/verify/all'

// The elements speak the language of the page, and the page that of whoever reads it, where it has the words.
if (/^fr\b/i.test(navigator.language)) {
  document.documentElement.lang = 'fr'
  document.title = document.querySelector('h1').textContent = 'Vérifier un badge'
  document.querySelector('.ask span').textContent =
    'Interroger les serveurs de l’émetteur quand un badge le demande. Ils apprennent alors que quelqu’un le regarde.'
}

defineElements()
const verifier = document.querySelector('microcred-verifier')
const ask = document.getElementById('ask')
verifier.accept = everything

ask.onchange = () => {
  verifier.load = ask.checked ? overHttps({ timeout: 8000 }) : undefined
  // What is shown is examined once more.
  const { credential } = verifier
  verifier.credential = credential
}

// What misses the verifier is for it all the same, and must not take the person away from the page.
document.ondragover = (drag) => drag.preventDefault()
document.ondrop = (drop) => {
  drop.preventDefault()
  if (!verifier.contains(drop.target)) take(drop.dataTransfer)
}
document.onpaste = (paste) => verifier.contains(paste.target) || take(paste.clipboardData)

addEventListener('hashchange', openLink)
openLink()

/** A badge that came in the link: it is taken off the address bar at once, where it would stay in the history and be seen. */
function openLink() {
  const { href, hash, pathname, search } = location
  if (!/^#[cu]1\./.test(hash)) return
  history.replaceState(undefined, '', pathname + search)
  verifier.credential = href
}

function take(data) {
  const held = data.files[0] ?? data.getData('text/plain')
  if (held) verifier.credential = held
}
