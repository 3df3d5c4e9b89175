import type { Uri } from '../bytes.js'
import { draft, type Untyped } from './draft.js'
import type { Endorsement } from './endorsement.js'
import type { IdentifierType } from './identity.js'
import type { Text } from './text.js'

/** An image: a URL or a data URI (Open Badges 3.0, Image). */
export type Image = { readonly id: Uri; readonly type: 'Image'; readonly caption?: Text | undefined }

/** An identifier in somebody's system (Open Badges 3.0, IdentifierEntry). */
export type IdentifierEntry = { readonly type: 'IdentifierEntry'; readonly identifier: string; readonly identifierType: IdentifierType | (string & {}) }

/** Degrees, WGS 84 (Open Badges 3.0, GeoCoordinates). */
export type GeoCoordinates = { readonly type: 'GeoCoordinates'; readonly latitude: number; readonly longitude: number }

/** A postal address (Open Badges 3.0, Address). `addressCountryCode` is ISO 3166-1 alpha-2. */
export type Address = {
  readonly type: readonly ['Address', ...string[]]
  readonly addressCountry?: string | undefined
  readonly addressCountryCode?: string | undefined
  readonly addressRegion?: string | undefined
  readonly addressLocality?: string | undefined
  readonly streetAddress?: string | undefined
  readonly postOfficeBoxNumber?: string | undefined
  readonly postalCode?: string | undefined
  readonly geo?: GeoCoordinates | undefined
}

/** A person or an organization that issues, creates, endorses or earns (Open Badges 3.0, Profile). */
export type Profile = {
  readonly id: Uri
  readonly type: readonly ['Profile', ...string[]]
  readonly name?: Text | undefined
  readonly url?: Uri | undefined
  readonly phone?: string | undefined
  readonly description?: Text | undefined
  readonly image?: Image | undefined
  readonly email?: string | undefined
  readonly address?: Address | undefined
  readonly otherIdentifier?: readonly IdentifierEntry[] | undefined
  /** The name of the person who represents the organization. */
  readonly official?: string | undefined
  readonly parentOrg?: Profile | undefined
  readonly familyName?: string | undefined
  readonly givenName?: string | undefined
  readonly additionalName?: string | undefined
  readonly patronymicName?: string | undefined
  readonly honorificPrefix?: string | undefined
  readonly honorificSuffix?: string | undefined
  readonly familyNamePrefix?: string | undefined
  /** A day, `YYYY-MM-DD`. */
  readonly dateOfBirth?: string | undefined
  readonly endorsement?: readonly Endorsement[] | undefined
  /** Compact JWS. The published context 3.0.3 has no word for it: it may be read, and is not written. */
  readonly endorsementJwt?: readonly string[] | undefined
}

export declare namespace profile {
  type Options = Omit<Profile, 'type' | 'image' | 'address' | 'otherIdentifier' | 'endorsementJwt'> & {
    readonly type?: Profile['type'] | undefined
    readonly image?: Untyped<Image> | undefined
    readonly address?: (Omit<Untyped<Address>, 'geo'> & { readonly geo?: Untyped<GeoCoordinates> | undefined }) | undefined
    readonly otherIdentifier?: readonly Untyped<IdentifierEntry>[] | undefined
  }
}

/**
 * Describes an issuer (Open Badges 3.0, Profile). Define it once and give it to every badge.
 *
 * @throws {InvalidError} with every rule that it breaks
 * @example
 * profile({ id: 'did:web:uni.example', name: 'Example University', url: 'https://uni.example' })
 */
export function profile(options: profile.Options): Profile {
  return draft('profile', { type: ['Profile'], ...options })
}
