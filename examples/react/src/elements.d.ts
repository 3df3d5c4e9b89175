import type { BadgeElement, BadgeProps, VerifierElement, VerifierProps } from 'microcred/element'
import type { HTMLAttributes, RefAttributes } from 'react'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'microcred-verifier': VerifierProps & HTMLAttributes<VerifierElement> & RefAttributes<VerifierElement>
      'microcred-badge': BadgeProps & HTMLAttributes<BadgeElement> & RefAttributes<BadgeElement>
    }
  }
}
