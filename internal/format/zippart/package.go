// Package zippart knows the parts of a ZIP package of one document: their
// names, and their bytes within limits. It must never trust what the package
// says of itself: sizes are measured while unpacking, parts that lie over one
// another are refused, and a name is a label, never a path on a disk.
//
// It follows APPNOTE.TXT 6.3.10 (PKWARE) for the central directory, ZIP64 and
// the methods "stored" and "deflated"; office packages use no other
// (ISO/IEC 29500-2 annex B, OpenDocument 1.3 part 2 section 2).
package zippart

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanad/internal/format/content"
)

// Part is a file of the package.
type Part struct {
	Name     string    // with /, without a leading one; any bytes, maybe hostile
	Modified time.Time // as the package says, in UTC for want of a zone; zero if it does not
	Size     int64     // unpacked, as the package claims; -1 if it does not
	packed   int64     // -1: until the packed stream ends by itself
	at       int64     // of the local header
	crc      uint32
	method   uint16
	locked   bool // encrypted
	overlaps bool // its bytes reach into those of another part
}

// Package is an opened package. Its readers share one allowance of unpacked
// bytes, so a part can't be used twice to get past it.
type Package struct {
	src      content.Source
	limits   content.Limits
	parts    []Part
	byName   map[string]int
	problems []content.Problem
	spent    int64 // bytes unpacked so far, of all parts
}

// namesMost is how many bytes the names of all parts may have together.
const namesMost = 16 << 20

// Open reads the directory of src. Where it is damaged or cut off, the parts
// are looked for by the headers before each of them, and Problems says so.
func Open(src content.Source, limits content.Limits) (*Package, error) {
	p := &Package{src: src, limits: limits, byName: map[string]int{}}
	err := p.readDirectory()
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		return nil, err
	}
	if err != nil {
		p.parts = nil
		if scanErr := p.scan(); scanErr != nil {
			return nil, scanErr
		}
		if len(p.parts) == 0 {
			return nil, fmt.Errorf("this is no ZIP package: %w", err)
		}
		p.note("ZIP directory", err.Error()+"; the parts were found by their own headers")
	}
	p.markOverlaps()
	p.index()
	return p, nil
}

func (p *Package) note(part, reason string) {
	p.problems = append(p.problems, content.Problem{Part: part, Reason: reason})
}

// Problems are what was wrong with the package as a whole.
func (p *Package) Problems() []content.Problem { return p.problems }

// Parts are all parts in the order of the directory, folders left out.
func (p *Package) Parts() []Part { return p.parts }

// Find gives a part by its name without regard to case, as ISO/IEC 29500-2
// section 6.2.2.3 has it. Of two with one name the later one counts.
func (p *Package) Find(name string) (Part, bool) {
	at, ok := p.byName[key(name)]
	if !ok {
		return Part{}, false
	}
	return p.parts[at], true
}

func key(name string) string { return strings.ToLower(strings.TrimLeft(name, "/")) }

// index names the parts, and tells of names that more than one part has: two
// programs may then show two different documents.
func (p *Package) index() {
	for i, part := range p.parts {
		k := key(part.Name)
		if _, twice := p.byName[k]; twice && len(p.problems) < 100 {
			p.note("part "+part.Name, "more than one part has this name; the last was read")
		}
		p.byName[k] = i
	}
}

// markOverlaps finds parts whose packed bytes reach into the next part: an
// honest packer never writes them, and a few kilobytes of them unpack to any
// size (D. Fifield, A better zip bomb, 2019).
func (p *Package) markOverlaps() {
	order := make([]int, len(p.parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return int(max(min(p.parts[a].at-p.parts[b].at, 1), -1))
	})
	for i, at := range order {
		part := &p.parts[at]
		if i+1 < len(order) && part.packed >= 0 {
			next := p.parts[order[i+1]].at
			part.overlaps = part.at == next || part.at+localLength+part.packed > next
		}
	}
}

// add keeps a part of the directory or the scan.
func (p *Package) add(part Part, names *int) error {
	*names += len(part.Name)
	if int64(len(p.parts)) >= p.limits.Members || *names > namesMost {
		return fmt.Errorf("too many parts: %w", &content.Limited{Limit: "members", Max: p.limits.Members})
	}
	part.Name = strings.TrimLeft(strings.ReplaceAll(part.Name, `\`, "/"), "/")
	if part.Name == "" || strings.HasSuffix(part.Name, "/") {
		return nil
	}
	part.Name = strings.ToValidUTF8(part.Name, "\uFFFD")
	p.parts = append(p.parts, part)
	return nil
}
