/** Bytes that are no vector tile. */
export class TileError extends Error {}

const utf8 = new TextDecoder()

/** Reads protocol buffers. It never reads past the end of its bytes, nor of the message that it is in. */
export class Bytes {
  private at = 0
  private end: number
  private readonly view: DataView

  constructor(private readonly bytes: Uint8Array) {
    this.end = bytes.length
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  more(): boolean {
    return this.at < this.end
  }

  /** A whole number; of those above 2^53 the last digits are lost. */
  varint(): number {
    let sum = 0
    let scale = 1
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) throw new TileError('the tile ends too soon')
      const byte = this.bytes[this.at++]!
      sum += (byte & 0x7f) * scale
      if (byte < 0x80) return sum
      scale *= 128
    }
    throw new TileError('a number of the tile has no end')
  }

  zigzag(): number {
    const n = this.varint()
    return n % 2 ? -(n + 1) / 2 : n / 2
  }

  text(): string {
    const from = this.take(this.varint())
    return utf8.decode(this.bytes.subarray(from, this.at))
  }

  float(size: 4 | 8): number {
    const from = this.take(size)
    return size === 4 ? this.view.getFloat32(from, true) : this.view.getFloat64(from, true)
  }

  /** Reads a message within this one. */
  within(read: () => void): void {
    const length = this.varint()
    const [from, outer] = [this.take(length), this.end]
    this.at = from
    this.end = from + length
    read()
    this.at = this.end
    this.end = outer
  }

  /** Passes over what a tag stands before. */
  skip(tag: number): void {
    const type = tag & 7
    if (type === 0) this.varint()
    else if (type === 1) this.take(8)
    else if (type === 2) this.take(this.varint())
    else if (type === 5) this.take(4)
    else throw new TileError('the tile has a field of an unknown type')
  }

  private take(length: number): number {
    const from = this.at
    if (length > this.end - from) throw new TileError('the tile ends too soon')
    this.at += length
    return from
  }
}
