// The test vectors of the receipt format, "merkle-anchor-2026". Leaf 1 is the eddsa-rdfc-2022 vector that 1EdTech publishes.
import { type Bytes, fromHex, utf8 } from '../../src/bytes.js'
import type { SignatureRecord } from '../../src/credential/secured.js'

const salt = (byte: number): Bytes => new Uint8Array(32).fill(byte)

export type LeafVector = { readonly record: SignatureRecord; readonly salt: Bytes; readonly hash: string; readonly receipt: string }

export const leaves: readonly [LeafVector, LeafVector, LeafVector] = [
  {
    record: {
      kind: 1,
      message: fromHex('b7d1f455b559052b3ce77c974b9f42dd459e8ecf88855ca45b66d8094e16ec0ef35dc917ccf3c2a555d12fed946a9225ea1ae48210fc994cd0f94cb001c3de96'),
      signature: fromHex('834a3e480d1eb1581bec3e0cb47e751d882d9a51fb9748f9a6ae401d5e8f135dea6485a5988d026927c8d2ed87dfe6512590b7d74c3f2a3e072ea434c3e1af0a'),
    },
    salt: salt(0xa0),
    hash: 'c22f65c299d6640a6edcd354d4f1bc87dd8e25cac14e55b4eb20a536b2e35782',
    receipt:
      'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  },
  {
    record: {
      kind: 1,
      message: fromHex('d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d1987f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773'),
      signature: fromHex('f7a017acf7d27983267ec362657c0fb08e955549f49dac5bf36a03c4f2c3a4f1e3738a6c5ecd7ffba7135cb9cd754e6196f4b73082ea8df8e703c8ecd4333503'),
    },
    salt: salt(0xa1),
    hash: '1c9d30e451515223521f113bf6e13affe7075f4a66f2e27a38bc65a7e9f085e4',
    receipt:
      'uhgEBWCChoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoVhIgwMBglggwi9lwpnWZApu3NNU1PG8h92OJcrBTlW06yClNrLjV4JYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  },
  {
    record: {
      kind: 2,
      message: utf8(
        'eyJhbGciOiJFZERTQSIsImtpZCI6ImRpZDprZXk6ejZNa2doTHQxZThtMWZtQU5zZEpKY28zYUNMVjhYbmlncjVVV3dDM3U1aVpGUGQzI3o2TWtnaEx0MWU4bTFmbUFOc2RKSmNvM2FDTFY4WG5pZ3I1VVd3QzN1NWlaRlBkMyIsInR5cCI6InZjK2p3dCJ9.eyJAY29udGV4dCI6WyJodHRwczovL3d3dy53My5vcmcvbnMvY3JlZGVudGlhbHMvdjIiXSwiY3JlZGVudGlhbFN1YmplY3QiOnsiaWQiOiJkaWQ6ZXhhbXBsZTpsZWFybmVyIiwibmFtZSI6Ilpvw6kifSwiaWQiOiJ1cm46dXVpZDowMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDIiLCJpc3N1ZXIiOiJkaWQ6a2V5Ono2TWtnaEx0MWU4bTFmbUFOc2RKSmNvM2FDTFY4WG5pZ3I1VVd3QzN1NWlaRlBkMyIsInR5cGUiOlsiVmVyaWZpYWJsZUNyZWRlbnRpYWwiXSwidmFsaWRGcm9tIjoiMjAyNi0wMS0wMVQwMDowMDowMFoifQ',
      ),
      signature: fromHex('dfec30fb84e0f0b265d9e47ee486d5c7b4d02a93c77bc9daaa5c5814cde8079ba6a16f937b01f6069b6382267b6455487292cf151e71965b723a598630d6e004'),
    },
    salt: salt(0xa2),
    hash: '85a60cbb33e82fdb6bcc846d0bb5196503aaaa9d00deee0d9668d79036751e0b',
    receipt:
      'uhgECWCCioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKiolgmgwMCgVggcfCdvFV3sTldTX8ZP1-fqqepFyOK_hmLqj52VAAsxYRYINPfUcLk1J1o0E_pnmnF_6reVOUDOQo_9DdT9fgqe3zKgYNoZWlwMTU1OjEBWCDu7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7g',
  },
]

export const root = '9730419071c4e706f61797d4e0fe080642b9f7a4c982897db13c2f1c1444d559'
export const commitment = 'd3df51c2e4d49d68d04fe99e69c5ffaade54e503390a3ff43753f5f82a7b7cca'
export const commitmentOfOne = 'e4812a1e3d4d28b8901d9276e617b530d99f2282a99ba102d010544cf10ebd9c'

/** Leaf 0, signed with eddsa-jcs-2022. */
export const document0 =
  '{"@context":["https://www.w3.org/ns/credentials/v2"],"credentialSubject":{"id":"did:example:learner","name":"Zoé"},"id":"urn:uuid:00000000-0000-4000-8000-000000000001","issuer":"did:key:z6MkghLt1e8m1fmANsdJJco3aCLV8Xnigr5UWwC3u5iZFPd3","proof":{"@context":["https://www.w3.org/ns/credentials/v2"],"created":"2026-01-02T00:00:00Z","cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod","proofValue":"z3dFC2SoHztZsWZZdL1rCK34UfA9Gf4zzT2qyYErdfXsUPgPBXZ3UQhp6e2z1Wop1vrh19gwCnxCcYRQeeFE7Z3hs","type":"DataIntegrityProof","verificationMethod":"did:key:z6MkghLt1e8m1fmANsdJJco3aCLV8Xnigr5UWwC3u5iZFPd3#z6MkghLt1e8m1fmANsdJJco3aCLV8Xnigr5UWwC3u5iZFPd3"},"type":["VerifiableCredential"],"validFrom":"2026-01-01T00:00:00Z"}'

/** Made from receipt 0. What is well formed and of another leaf is `mismatch`. */
export const refused: readonly (readonly [name: string, outcome: 'shape' | 'newer' | 'mismatch', text: string])[] = [
  [
    'trailing byte',
    'shape',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4A',
  ],
  [
    'trailing bits',
    'shape',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u5',
  ],
  [
    'padding',
    'shape',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4=',
  ],
  [
    'long integer 18 01',
    'shape',
    'uhhgBAVggoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKBYSIMDAIJYIBydMORRUVIjUh8RO_bhOv_nB19KZvLieji8Zafp8IXkWCCFpgy7M-gv22vMhG0LtRllA6qqnQDe7g2WaNeQNnUeC1gg099RwuTUnWjQT-meacX_qt5U5QM5Cj_0N1P1-Cp7fMqBg2hlaXAxNTU6MQFYIO7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u',
  ],
  [
    'version 2',
    'newer',
    'uhgIBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'kind 3 in a credential',
    'shape',
    'uhgEDWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'kind 2',
    'mismatch',
    'uhgECWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'index 1',
    'mismatch',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMBglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'index 3 of size 3',
    'shape',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMDglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'size 4',
    'mismatch',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwQAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'size 2, path of 2',
    'shape',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwIAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'salt bit',
    'mismatch',
    'uhgEBWCChoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoGDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
  [
    'no anchor',
    'shape',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoA',
  ],
  [
    'same anchor twice',
    'shape',
    'uhgEBWCCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoFhIgwMAglggHJ0w5FFRUiNSHxE79uE6_-cHX0pm8uJ6OLxlp-nwheRYIIWmDLsz6C_ba8yEbQu1GWUDqqqdAN7uDZZo15A2dR4LWCDT31HC5NSdaNBP6Z5pxf-q3lTlAzkKP_Q3U_X4Knt8yoKDaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u6DaGVpcDE1NToxAVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4',
  ],
]
