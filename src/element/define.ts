import { type BadgeElement, badgeClass } from './badge.js'
import { style } from './style.js'
import { type VerifierElement, verifierClass } from './verifier.js'

declare global {
  interface HTMLElementTagNameMap {
    'microcred-badge': BadgeElement
    'microcred-verifier': VerifierElement
  }
}

/**
 * Makes `<microcred-verifier>` and `<microcred-badge>` known to the page; those that stand there already come to life. To call it again
 * changes nothing, nor does calling it on a server, which has no elements. There is no other way to define them, so that importing this
 * door does nothing by itself.
 *
 * @example
 * defineElements()
 */
export function defineElements(): void {
  if (typeof customElements === 'undefined' || customElements.get('microcred-verifier')) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  customElements.define('microcred-verifier', verifierClass(sheet))
  customElements.define('microcred-badge', badgeClass(sheet))
}
