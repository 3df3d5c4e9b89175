import type { BadgeProps, VerifierEvents, VerifierProps } from 'microcred/element'
import type { FunctionalComponent, HTMLAttributes } from 'vue'

type Global = Omit<HTMLAttributes, `on${string}`>

declare module 'vue' {
  interface GlobalComponents {
    'microcred-verifier': FunctionalComponent<VerifierProps & Global, { [Name in keyof VerifierEvents]: (event: VerifierEvents[Name]) => void }>
    'microcred-badge': FunctionalComponent<BadgeProps & Global>
  }
}
