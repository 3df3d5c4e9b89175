import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { hostile } from './hostile.js'
import { drop, type Mutable, part, type Scene, type Stage, scene, screenshots, signedBadge } from './stage.js'

type State = { readonly name: string; readonly badge: () => Promise<string>; readonly set?: (it: Scene) => Promise<unknown> }
const arabic = (badge: Mutable): void => {
  badge['credentialSubject'].achievement.name = 'مقدمة في الإحصاء'
  badge['credentialSubject'].identifier[0].identityHash = 'زينب العمري'
  badge['issuer'].name = 'جامعة المثال'
}
const trusting = (it: Scene): Promise<unknown> =>
  it.page.evaluate(() => {
    const verifier = document.querySelector('microcred-verifier') as unknown as { issuers: unknown }
    verifier.issuers = {
      kind: 'issuers',
      name: 'ours',
      judge: () => ({ outcome: 'passed', detail: { list: 'Universities of Example', name: 'Université d’Exemple' } }),
    }
  })
const erasing = (it: Scene): Promise<unknown> =>
  it.page.evaluate(() => {
    const verifier = document.querySelector('microcred-verifier') as unknown as { vault: unknown }
    verifier.vault = async () => ({ outcome: 'erased', statedBy: 'https://badges.uni.example' })
  })

export const states: readonly State[] = [
  { name: 'passed', badge: signedBadge, set: trusting },
  { name: 'genuine', badge: signedBadge },
  { name: 'failed', badge: async () => (await signedBadge()).replace('Zoé Almeida', 'Zoé Almeidá') },
  {
    name: 'unknown',
    badge: () =>
      signedBadge(
        (badge) =>
          void (badge['credentialStatus'] = {
            id: 'https://uni.example/status/1#7',
            type: 'BitstringStatusListEntry',
            statusPurpose: 'revocation',
            statusListIndex: '7',
            statusListCredential: 'https://uni.example/status/1',
          }),
      ),
  },
  { name: 'arabic', badge: () => signedBadge(arabic) },
  { name: 'erased', badge: async () => 'https://uni.example/badge#v1.oQ', set: erasing },
  { name: 'hostile', badge: () => signedBadge(hostile) },
]
const looks = [
  { name: 'light', options: {} },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'french', options: { locale: 'fr-FR' } },
  { name: '320', options: { viewport: { width: 320, height: 640 } } },
] as const

/** Takes a picture of each state in each look, for somebody to look at. */
export async function takeScreenshots(stage: Stage, folder: string = screenshots): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true })
  const taken: string[] = []
  for (const { name: look, options } of looks) {
    for (const { name, badge, set } of states) {
      const it = await scene(stage, options)
      await set?.(it)
      await drop(it, await badge())
      await it.page.waitForTimeout(300)
      const path = join(folder, `element-${name}-${look}.png`)
      await it.page.screenshot({ path, fullPage: look !== '320' })
      taken.push(await part(it.page, 'headline'))
      await it.close()
    }
  }
  return taken
}
