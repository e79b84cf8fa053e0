package sevenzip

import (
	"fmt"

	"sanad/internal/format/content"
)

// What a part of the list begins with (7zFormat.txt, "Property IDs").
const (
	idEnd           = 0x00
	idHeader        = 0x01
	idStreams       = 0x04
	idFiles         = 0x05
	idPack          = 0x06
	idUnpack        = 0x07
	idSubStreams    = 0x08
	idSize          = 0x09
	idCRC           = 0x0a
	idFolder        = 0x0b
	idUnpackSize    = 0x0c
	idUnpackStreams = 0x0d
	idEncoded       = 0x17
)

// mostCoders and mostStreams are what 7-Zip itself reads of one block.
const (
	mostCoders  = 32
	mostStreams = 32
)

// coder is one step of packing.
type coder struct {
	id    string
	props []byte
	size  uint64 // of what it gives when it unpacks
}

// block is a run of packed bytes that is unpacked as a whole.
type block struct {
	coders []coder
	pairs  [][2]uint64 // the input that an output feeds
	outs   uint64
	packed uint64 // streams of the file that it takes
}

// encrypted reports whether a password is wanted.
func (b block) encrypted() bool {
	for _, c := range b.coders {
		if c.id == coderAES {
			return true
		}
	}
	return false
}

// listing is what a list of contents says of blocks: all that memory and time
// depend on.
type listing struct {
	at     uint64   // where the packed streams begin, after the signature header
	packed []uint64 // their lengths
	blocks []block
	files  uint64
}

// readListing reads a list of contents in the clear. most is how many blocks
// and how many files it may tell of.
func readListing(b []byte, most int64) (listing, error) {
	c := &cursor{b: b}
	var l listing
	c.must(idHeader)
	if c.expect(idStreams) {
		l.streams(c, uint64(most))
	}
	if c.expect(idFiles) {
		if l.files = c.number(); l.files > uint64(most) {
			return l, fmt.Errorf("it holds %d files and folders: %w", l.files, &content.Limited{Limit: "members", Max: most})
		}
	}
	return l, c.err
}

// readEncoded reads what says where the packed list of contents stands.
func readEncoded(b []byte) (listing, error) {
	c := &cursor{b: b}
	var l listing
	c.must(idEncoded)
	l.streams(c, 1)
	if c.err == nil && len(l.blocks) != 1 {
		c.fail()
	}
	return l, c.err
}

// streams reads where packed bytes stand and how they are packed.
func (l *listing) streams(c *cursor, most uint64) {
	if c.expect(idPack) {
		l.at = c.number()
		n := c.count()
		if c.expect(idSize) {
			for range n {
				l.packed = append(l.packed, c.number())
			}
		}
		if c.expect(idCRC) {
			c.sums(n)
		}
		c.must(idEnd)
	}
	if c.expect(idUnpack) {
		l.unpack(c, most)
	}
	if c.expect(idSubStreams) {
		l.subStreams(c, most)
	}
	c.must(idEnd)
}

func (l *listing) unpack(c *cursor, most uint64) {
	c.must(idFolder)
	n := c.count()
	if n > most || c.byte() != 0 {
		c.fail()
	}
	var streams uint64
	for range n {
		if c.err != nil {
			return
		}
		b := readBlock(c)
		streams += b.packed
		l.blocks = append(l.blocks, b)
	}
	if streams > uint64(len(l.packed)) {
		c.fail()
	}
	c.must(idUnpackSize)
	for _, b := range l.blocks {
		for i := range b.outs {
			if size := c.number(); i < uint64(len(b.coders)) {
				b.coders[i].size = size
			}
		}
	}
	if c.expect(idCRC) {
		c.sums(n)
	}
	c.must(idEnd)
}

// readBlock reads how one block is packed.
func readBlock(c *cursor) block {
	var b block
	var ins uint64
	n := c.number()
	if n == 0 || n > mostCoders {
		c.fail()
	}
	for range n {
		if c.err != nil {
			return block{}
		}
		flags := c.byte()
		one := coder{id: string(c.take(uint64(flags & 15)))}
		in, out := uint64(1), uint64(1)
		if flags&0x10 != 0 {
			in, out = c.number(), c.number()
		}
		if flags&0x20 != 0 {
			one.props = c.take(c.number())
		}
		if in == 0 || in > mostStreams || out != 1 || flags&0xc0 != 0 {
			c.fail()
		}
		ins, b.outs, b.coders = ins+in, b.outs+out, append(b.coders, one)
	}
	if b.outs == 0 || ins < b.outs-1 || ins > mostStreams {
		c.fail()
		return block{}
	}
	for range b.outs - 1 {
		b.pairs = append(b.pairs, [2]uint64{c.number(), c.number()})
	}
	if b.packed = ins - (b.outs - 1); b.packed > 1 {
		for range b.packed {
			if c.number() >= ins {
				c.fail()
			}
		}
	}
	return b
}

// subStreams checks how many files the blocks are parted into.
func (l *listing) subStreams(c *cursor, most uint64) {
	files := uint64(len(l.blocks))
	parts := make([]uint64, len(l.blocks))
	for i := range parts {
		parts[i] = 1
	}
	if c.expect(idUnpackStreams) {
		files = 0
		for i := range parts {
			if parts[i] = c.number(); parts[i] > most {
				c.fail()
				return
			}
			files += parts[i]
		}
	}
	if files > most {
		c.fail()
	}
	if c.expect(idSize) {
		for _, n := range parts {
			for ; n > 1 && c.err == nil; n-- {
				c.number()
			}
		}
	}
	if c.expect(idCRC) {
		c.sums(files)
	}
	c.must(idEnd)
}
