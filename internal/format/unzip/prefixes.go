package unzip

import "math/bits"

// prefixes is a prefix code: for the next 15 bits, first bit lowest, the
// symbol shifted left by 4 and its length, or 0 where no symbol has that code.
type prefixes []uint16

const longestCode = 15

// newPrefixes builds the canonical code of RFC 1951 3.2.2 from its lengths.
func newPrefixes(lengths []byte) (prefixes, bool) {
	var count, next [longestCode + 2]int
	for _, n := range lengths {
		count[n]++
	}
	count[0] = 0
	room := 1
	for n := 1; n <= longestCode; n++ {
		next[n+1] = (next[n] + count[n]) << 1
		if room = room<<1 - count[n]; room < 0 {
			return nil, false
		}
	}
	table := make(prefixes, 1<<longestCode)
	for sym, n := range lengths {
		if n == 0 {
			continue
		}
		code := int(bits.Reverse16(uint16(next[n])) >> (16 - n))
		next[n]++
		for ; code < len(table); code += 1 << n {
			table[code] = uint16(sym)<<4 | uint16(n)
		}
	}
	return table, true
}

// symbol reads the next symbol, and no more bytes than it takes.
func (f *inflate64) symbol(p prefixes) (int, error) {
	for {
		entry := p[f.bits&(1<<longestCode-1)]
		if n := uint(entry & 15); n > 0 && n <= f.nbits {
			f.bits >>= n
			f.nbits -= n
			return int(entry >> 4), nil
		}
		if f.nbits >= longestCode {
			return 0, errInflate64
		}
		b, err := f.in.ReadByte()
		if err != nil {
			return 0, err
		}
		f.bits |= uint64(b) << f.nbits
		f.nbits += 8
	}
}

// fixedPrefixes are the codes of RFC 1951 3.2.6.
func fixedPrefixes() (lit, dst prefixes) {
	lengths := make([]byte, 288)
	for i := range lengths {
		switch {
		case i < 144 || i >= 280:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		default:
			lengths[i] = 7
		}
	}
	lit, _ = newPrefixes(lengths)
	for i := range 32 {
		lengths[i] = 5
	}
	dst, _ = newPrefixes(lengths[:32])
	return lit, dst
}

// dynamic reads the codes that stand before a block (RFC 1951 3.2.7).
func (f *inflate64) dynamic() (lit, dst prefixes, err error) {
	head, err := f.take(14)
	if err != nil {
		return nil, nil, err
	}
	nlit, ndst, ncode := int(head&31)+257, int(head>>5&31)+1, int(head>>10)+4
	var order [19]byte
	for i := range ncode {
		n, err := f.take(3)
		if err != nil {
			return nil, nil, err
		}
		order[codeOrder[i]] = byte(n)
	}
	code, ok := newPrefixes(order[:])
	if !ok {
		return nil, nil, errInflate64
	}
	lengths, err := f.lengths(code, nlit+ndst)
	if err != nil {
		return nil, nil, err
	}
	lit, ok1 := newPrefixes(lengths[:nlit])
	dst, ok2 := newPrefixes(lengths[nlit:])
	if !ok1 || !ok2 {
		return nil, nil, errInflate64
	}
	return lit, dst, nil
}

// lengths reads n code lengths, packed by code.
func (f *inflate64) lengths(code prefixes, n int) ([]byte, error) {
	lengths := make([]byte, 0, n)
	for len(lengths) < n {
		sym, err := f.symbol(code)
		if err != nil {
			return nil, err
		}
		if sym < 16 {
			lengths = append(lengths, byte(sym))
			continue
		}
		var value byte
		if sym == 16 {
			if len(lengths) == 0 {
				return nil, errInflate64
			}
			value = lengths[len(lengths)-1]
		}
		more, err := f.take([]uint{2, 3, 7}[sym-16])
		if err != nil {
			return nil, err
		}
		again := int(more) + []int{3, 3, 11}[sym-16]
		if len(lengths)+again > n {
			return nil, errInflate64
		}
		for range again {
			lengths = append(lengths, value)
		}
	}
	return lengths, nil
}
