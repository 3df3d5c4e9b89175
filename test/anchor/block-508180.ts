import { utf8 } from '../../src/bytes.js'
import { fromDocuments } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'

// Block 508,180 of Bitcoin, as blockstream.info/api tells it.
const published = {
  'https://blockstream.example/api/block-height/0': utf8('000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f'),
  'https://blockstream.example/api/block-height/508180': utf8('000000000000000000360a1b3ac336db50f632f3d5f448f62a62f31da82fb59b\n'),
  'https://blockstream.example/api/blocks/tip/height': utf8('603758'),
  'https://blockstream.example/api/tx/2378076e8e140012814e98a2b2cb1af07ec760b239c1d6d93ba54d658a010ecd': {
    txid: '2378076e8e140012814e98a2b2cb1af07ec760b239c1d6d93ba54d658a010ecd',
    version: 1,
    locktime: 0,
    vin: ['4b4b5aa4b0a1df5a00cd119e8e147e6422eb4bea980670c23dcd150e2d36d400', '54e58fd339f79e46886ac80b83fe321538d38b84c82d7f9c7aa9de1280a5d3c7'].map(
      (txid) => ({
        txid,
        vout: 0,
        prevout: {
          scriptpubkey: '76a9146d0e0a8a22d533927fb44e578ff60e5b7681888d88ac',
          scriptpubkey_asm: 'OP_DUP OP_HASH160 OP_PUSHBYTES_20 6d0e0a8a22d533927fb44e578ff60e5b7681888d OP_EQUALVERIFY OP_CHECKSIG',
          scriptpubkey_type: 'p2pkh',
          scriptpubkey_address: '1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo',
          value: 231716,
        },
        is_coinbase: false,
        sequence: 4294967295,
      }),
    ),
    vout: [
      { scriptpubkey: '76a9146d0e0a8a22d533927fb44e578ff60e5b7681888d88ac', scriptpubkey_type: 'p2pkh', value: 293262 },
      { scriptpubkey: '6a20b2ceea1d52627b6ed8d919ad1039eca32f6e099ef4a357cbb7f7361c471ea6c8', scriptpubkey_type: 'op_return', value: 0 },
    ],
    size: 382,
    weight: 1528,
    fee: 170170,
    status: {
      confirmed: true,
      block_height: 508180,
      block_hash: '000000000000000000360a1b3ac336db50f632f3d5f448f62a62f31da82fb59b',
      block_time: 1518049414,
    },
  },
}

/** The block that holds the root of a certificate of the reference verifier. */
export const block508180: { readonly source: string; readonly load: Load } = { source: 'https://blockstream.example/api', load: fromDocuments(published) }
