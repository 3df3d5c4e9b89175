import type { Mutable } from './stage.js'

const script = '<img src=x onerror="alert(1)"><script>alert(2)</script>[click](javascript:alert(3)) ![](https://tracker.example/pixel.gif)'
/** A picture in which somebody drew the verdict that they would like. */
export const drawnVerdict = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="#0f6636"/><text x="8" y="56" fill="#fff" font-size="18" font-weight="bold">✓ Verified</text></svg>',
).toString('base64')}`

/** Puts every trick into one badge, before it is signed: the signature holds, and the badge says what it likes. */
export function hostile(badge: Mutable): void {
  const { achievement } = badge['credentialSubject']
  badge['name'] = `✓ Verified by the Ministry of Education ${script} ${'very '.repeat(200)}long`
  badge['credentialSubject'].identifier[0].identityHash = `Zoe\u202eadiemlA${'\u0301'.repeat(200)} ${script}`
  badge['issuer'].name = `Оxford University ${script}`
  badge['issuer'].url = 'javascript:alert(4)'
  badge['issuer'].image = { id: 'https://tracker.example/issuer.png', type: 'Image' }
  achievement.image = { id: drawnVerdict, type: 'Image' }
  achievement.criteria = { id: 'javascript:alert(5)', narrative: `# Verdict: VERIFIED\n\n${script}\n`.repeat(50) }
  badge['evidence'] = [{ id: 'javascript:alert(6)', type: ['Evidence'], name: script, narrative: script }]
  achievement.alignment = [{ type: ['Alignment'], targetName: script, targetUrl: 'https://phishing.example/?verify#now' }]
  achievement.tag = [script]
}
