// Published values of JsonWebSignature2020, which the vectors beside the checkout lack.

/** Credentials that five implementations signed, one for each algorithm: https://github.com/decentralized-identity/JWS-Test-Suite, 39547f5d. */
const credential = {
  '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
  type: ['VerifiableCredential'],
  issuer: 'did:example:123',
  issuanceDate: '2021-01-01T19:23:24Z',
  credentialSubject: {},
}
const signedWith = (key: string, created: string, jws: string, more = {}) => ({
  ...credential,
  proof: { type: 'JsonWebSignature2020', created, verificationMethod: `did:example:123#${key}`, proofPurpose: 'assertionMethod', jws, ...more },
})
export const jwsTestSuite = [
  {
    by: 'Transmute',
    alg: 'EdDSA',
    jwk: { kty: 'OKP', crv: 'Ed25519', x: 'JYCAGl6C7gcDeKbNqtXBfpGzH0f5elifj7L6zYNj_Is' },
    signed: signedWith(
      'key-0',
      '2022-01-24T23:26:38Z',
      'eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..377mL0aIk_YL_scEZh1BIzje17vD4F7U8WPo2ufgkkGLwDNXHDhN99zpnsvsozD5Si82gRbDHqFu3Rp6dLH7Ag',
    ),
  },
  {
    by: 'Danube Tech',
    alg: 'ES256K',
    jwk: { kty: 'EC', crv: 'secp256k1', x: 'BuzCc8bUShI3GfVz-WLISZDGq7wnVB4h_nvNQcWn7Jw', y: 'dLrbspB9PZvZF0dr42nCmF38192dQKglvB52IZBM-vs' },
    signed: signedWith(
      'key-1',
      '2022-01-24T23:21:26Z',
      'eyJiNjQiOmZhbHNlLCJjcml0IjpbImI2NCJdLCJhbGciOiJFUzI1NksifQ..NIRTCMTfJzTDa7QcKFyxwuOOeK0CjcwNDedmU0uV81cJmnpRU1XHitWFazsOvdm-cddgit0JLABNy8uR55I9xA',
      { challenge: '123' },
    ),
  },
  {
    by: 'Spruce',
    alg: 'ES256',
    jwk: { kty: 'EC', crv: 'P-256', x: '40TexHWb6XTyuShaqhiazvmfxyK5zibbtOBXsQFKJg8', y: 'SGIGDSRHOOYJntO1lIapw_vR1FP7SPBlmA_2aM9HoFU' },
    signed: signedWith(
      'key-2',
      '2022-01-24T23:25:33.874Z',
      'eyJhbGciOiJFUzI1NiIsImNyaXQiOlsiYjY0Il0sImI2NCI6ZmFsc2V9..bpWa4j-tGr8Up3nOG4PlKOOCuMtc83SE4abzOfp1vgiU8tJt77RwYq9EW8cdt8i2_OWe5SG7ftbpP87e3Dy7RA',
    ),
  },
  {
    by: 'Transmute',
    alg: 'ES384',
    jwk: {
      kty: 'EC',
      crv: 'P-384',
      x: 'BiU_mGfa3uWMKrC4Q6EFvM5D5Qiz2orm7ABlIaC1iJWOuapQC9U_fbqrKwRFRepf',
      y: '_23qoYv94V-PSWzqQMnUqq1nu_MdE4fEIaAhCCYplAwlp4c3LKZDtkgQaPdF4kIT',
    },
    signed: signedWith(
      'key-3',
      '2022-01-24T23:27:48Z',
      'eyJhbGciOiJFUzM4NCIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..7stbvpEGxL7uojRtDBtdFwipHedc1NADNNGFZZLLydYu7UjmcNn_lBIpf-tlEsGYGdDgnu7NCa9dRa_35SX5hOczfJXY-7_X5p3kG3CruXiVLuL1P46btXP123l5Te5X',
    ),
  },
  {
    // Its header has a kid too.
    by: 'TBD',
    alg: 'PS256',
    jwk: {
      kty: 'RSA',
      n: 'oF_3bdq-pORqmzx2zROkrhVzAPQQ9JmDh1tjKvKgFh-1M5gywClzn0LoWkIiqqIiLOWXkfGRsqvi4VLbHQ_9WZza54EgIo_cyrZnXaIJCEFGQfwDK5-HqDqrgPCw3DFths04LY59LJ2aNxwgbu5otkQ2Vp8bU-U3_Hr5qz_U9xZjOev3OyD7kfBELAFXYHqnSfSJBJ-YxFjo-Plicjfha14U6C-hMeJlDu-Nwj-hCEHdDGK01_go9vIzA745xwAFfeyUZVhTpu6WLSn4RN9vRroLRjO5gvmHUZUquGh-sR4KNLebOeWcyxS5QEAbsYR82YsEWucLTdpFSdu1RVu8nw',
      e: 'AQAB',
    },
    signed: signedWith(
      'key-4',
      '2022-03-15T00:48:08Z',
      'eyJhbGciOiJQUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il0sImtpZCI6ImRpZDpleGFtcGxlOjEyMyNrZXktNCJ9..JtU-ZoP4Te7PeGYIHEBr69AxVC5zOFF7LNyQaQOq5yDha5QRuBWyTSaCeN1FxkxR_WXZF3-AxYSWFaiFC2uuaehYtA5EGJ_i7R0618mgTtvqle-F8ul1XICrsWhyuOTh4Vb3QlOyYKOqZB5pBQSH2wQUkOomQ_aInDPoDJEwD53BgFoK7P_5rDqrT6PDioR4vYHxCAZG-ukaugzaL0qznlhM8HNZCOdwJZEF-XnMs5fNvJZ7-CnBkBIKUcfLrhwKLRnWzebrGh2VsDfrP_ltbGHoE5BZETP1sqhQerLqP7RnvRk2oMXwqU0zRsv2quM5sUFi0l7mwqFJ5fdtzMm4tA',
    ),
  },
] as const

/** The test vector of the draft itself: https://www.w3.org/TR/2024/DISC-vc-jws-2020-20240702/ */
export const jwsDraft = {
  issuer: {
    id: 'https://example.com/issuer/123',
    verificationMethod: [
      {
        id: '#ovsDKYBjFemIy8DVhc-w2LSi8CvXMw2AYDzHj04yxkc',
        type: 'JsonWebKey2020',
        controller: 'https://example.com/issuer/123',
        publicKeyJwk: { kty: 'OKP', crv: 'Ed25519', x: 'CV-aGlld3nVdgnhoZK0D36Wk-9aIMlZjZOK2XhPMnkQ' },
      },
    ],
    assertionMethod: ['#ovsDKYBjFemIy8DVhc-w2LSi8CvXMw2AYDzHj04yxkc'],
  },
  signed: {
    '@context': ['https://www.w3.org/2018/credentials/v1', 'https://www.w3.org/2018/credentials/examples/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: 'http://example.gov/credentials/3732',
    type: ['VerifiableCredential', 'UniversityDegreeCredential'],
    issuer: { id: 'https://example.com/issuer/123' },
    issuanceDate: '2020-03-10T04:24:12.164Z',
    credentialSubject: { id: 'did:example:456', degree: { type: 'BachelorDegree', name: 'Bachelor of Science and Arts' } },
    proof: {
      type: 'JsonWebSignature2020',
      created: '2019-12-11T03:50:55Z',
      jws: 'eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..MJ5GwWRMsadCyLNXU_flgJtsS32584MydBxBuygps_cM0sbU3abTEOMyUvmLNcKOwOBE1MfDoB1_YY425W3sAg',
      proofPurpose: 'assertionMethod',
      verificationMethod: 'https://example.com/issuer/123#ovsDKYBjFemIy8DVhc-w2LSi8CvXMw2AYDzHj04yxkc',
    },
  },
} as const
