/** Says whether a host, as a WHATWG URL writes it, is an IP address: dotted decimal, or IPv6 in brackets. */
export function isAddress(host: string): boolean {
  return toIpv4(host) !== undefined || host.startsWith('[')
}

/**
 * Says whether a host is one that only exists near the reader: a name of the local machine or network, or an address that is not of the
 * public Internet (RFC 6890 and the IANA special-purpose registries). The host is as a WHATWG URL writes it, which has turned decimal,
 * hexadecimal and octal forms into dotted decimal. A public name that resolves to a private address is not seen here.
 */
export function isLocal(host: string): boolean {
  const name = host.replace(/\.+$/, '')
  if (name.startsWith('[')) return isLocalIpv6(name.slice(1, -1))
  const ipv4 = toIpv4(name)
  return ipv4 ? isLocalIpv4(ipv4) : !name.includes('.') || localNames.some((suffix) => `.${name}`.endsWith(suffix))
}

// RFC 6761, RFC 6762, RFC 8375, RFC 9476; `.internal` is ICANN's, `.lan` and `.home` are what home routers use.
const localNames = ['.localhost', '.local', '.localdomain', '.internal', '.intranet', '.lan', '.home', '.home.arpa', '.corp', '.alt', '.onion']

type Ipv4 = readonly [number, number, number, number]

function toIpv4(host: string): Ipv4 | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1).map(Number)
  return parts?.every((part) => part < 256) ? (parts as unknown as Ipv4) : undefined
}

/** Blocks that are not global unicast (IANA IPv4 Special-Purpose Address Registry), multicast and the reserved class E. */
function isLocalIpv4([a, b, c]: Ipv4): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true
  if (a === 100) return b >= 64 && b < 128
  if (a === 169) return b === 254
  if (a === 172) return b >= 16 && b < 32
  if (a === 192) return b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99)
  if (a === 198) return b === 18 || b === 19 || (b === 51 && c === 100)
  return a === 203 && b === 0 && c === 113
}

/** Only 2000::/3 is global unicast, and of it the blocks that carry an IPv4 address, tunnel or document are refused (RFC 6890, 2.2.3). */
function isLocalIpv6(text: string): boolean {
  const words = toWords(text)
  const [a = 0, b = 0] = words
  if (words.length !== 8 || (a & 0xe000) !== 0x2000) return true
  // 2001::/23 protocol assignments (Teredo, ORCHID), 2001:db8::/32 and 3fff::/20 documentation, 2002::/16 6to4.
  return (a === 0x2001 && (b < 0x200 || b === 0xdb8)) || a === 0x2002 || (a === 0x3fff && b < 0x1000)
}

/** The eight words of an IPv6 address as a WHATWG URL writes it: hexadecimal, at most one `::`. */
function toWords(text: string): readonly number[] {
  const [head = '', tail] = text.split('::')
  const words = (part: string): number[] => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)))
  if (tail === undefined) return words(head)
  const [left, right] = [words(head), words(tail)]
  return [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => 0), ...right]
}
