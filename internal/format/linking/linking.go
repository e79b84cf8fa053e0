// Package linking knows the file in which the outcome of linking is kept: which
// rows were compared, which pairs may be one person, and how they cluster. It
// must hold no name and no value: rows are told by their ids.
//
// The file is JSON Lines, packed by gzip (RFC 1952). The first line is the head,
// each line behind it one of: rows, pairs, kin, a cluster. Rows are numbered
// from 0 in the order they stand. docs/formats.md describes it.
package linking

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Format names the file and its version.
const Format = "sanad-linking/1"

// Head opens the file.
type Head struct {
	Format string `json:"format"`
	Rows   int    `json:"rows"`
	Pairs  int    `json:"pairs"`
	// Even is the bits from which a pair alone is taken for one person.
	Even float64 `json:"even"`
	// Judged is how many judgements were kept to.
	Judged int `json:"judged"`
	// Report is what the linker says it did.
	Report json.RawMessage `json:"report"`
	// Again makes other bytes of the same outcome where the first were damaged.
	Again int `json:"again,omitempty"`
	// Odd is rows that linking could do little with.
	Odd []Odd `json:"odd,omitempty"`
}

// Odd is rows of which a person should know: what is odd about them, how many
// they are, and a few of them by id.
type Odd struct {
	What     string   `json:"what"`
	Rows     int      `json:"rows"`
	Lists    []string `json:"lists,omitempty"` // by id
	Examples []string `json:"examples,omitempty"`
}

// Pair is two rows, with the bits that they are one person (or, of kin, close
// relatives), and how they compare.
type Pair struct {
	Left, Right int32
	Bits        float32
	Pattern     uint64
}

// Merge is a step by which a cluster was made: the parts of it that have the
// rows Left and Right become one.
type Merge struct {
	Left    int32   `json:"left"`
	Right   int32   `json:"right"`
	Bits    float64 `json:"bits"`    // the mean of all pairs between the two
	Weakest float64 `json:"weakest"` // the least of them
	Judged  bool    `json:"judged,omitempty"`
}

// Cluster is rows taken for one person.
type Cluster struct {
	Rows      []int32 `json:"rows"`
	Weakest   float64 `json:"weakest"`
	Cohesion  float64 `json:"cohesion"`
	Certainty string  `json:"certainty"`
	Merges    []Merge `json:"merges"`
	Bridges   []Pair  `json:"bridges,omitempty"`
}

// Outcome is the whole file.
type Outcome struct {
	Head
	Rows     []string // ids
	Pairs    []Pair
	Kin      []Pair
	Clusters []Cluster
}

// line is one line behind the head; one of its fields is set.
type line struct {
	Rows    []string `json:"rows,omitempty"`
	Pairs   []Pair   `json:"pairs,omitempty"`
	Kin     []Pair   `json:"kin,omitempty"`
	Cluster *Cluster `json:"cluster,omitempty"`
}

// inLine is how many rows or pairs stand in a line.
const inLine = 500

// MarshalJSON writes a pair as four numbers.
func (p Pair) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d,%g,%d]", p.Left, p.Right, p.Bits, p.Pattern), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Pair) UnmarshalJSON(text []byte) error {
	var four [4]json.Number
	if err := json.Unmarshal(text, &four); err != nil {
		return err
	}
	left, e1 := strconv.ParseInt(string(four[0]), 10, 32)
	right, e2 := strconv.ParseInt(string(four[1]), 10, 32)
	bits, e3 := strconv.ParseFloat(string(four[2]), 32)
	pattern, e4 := strconv.ParseUint(string(four[3]), 10, 64)
	*p = Pair{int32(left), int32(right), float32(bits), pattern}
	return errors.Join(e1, e2, e3, e4)
}

// Write writes an outcome. The same outcome gives the same bytes.
func Write(w io.Writer, o Outcome) error {
	packed := gzip.NewWriter(w)
	enc := json.NewEncoder(packed)
	o.Head.Format, o.Head.Rows, o.Head.Pairs = Format, len(o.Rows), len(o.Pairs)
	if err := enc.Encode(o.Head); err != nil {
		return fmt.Errorf("writing the outcome of linking: %w", err)
	}
	var err error
	put := func(l line) {
		if err == nil {
			err = enc.Encode(l)
		}
	}
	parts(o.Rows, func(part []string) { put(line{Rows: part}) })
	parts(o.Pairs, func(part []Pair) { put(line{Pairs: part}) })
	parts(o.Kin, func(part []Pair) { put(line{Kin: part}) })
	for i := range o.Clusters {
		put(line{Cluster: &o.Clusters[i]})
	}
	if err = errors.Join(err, packed.Close()); err != nil {
		return fmt.Errorf("writing the outcome of linking: %w", err)
	}
	return nil
}

func parts[T any](all []T, yield func([]T)) {
	for len(all) > 0 {
		n := min(len(all), inLine)
		yield(all[:n])
		all = all[n:]
	}
}

// longest is how many bytes a line may have: a cluster of all rows of a list.
const longest = 256 << 20

// Read reads an outcome and checks that every number in it is of a row.
func Read(r io.Reader) (o Outcome, err error) {
	packed, err := gzip.NewReader(r)
	if err != nil {
		return o, fmt.Errorf("opening the outcome of linking: %w", err)
	}
	lines := bufio.NewScanner(packed)
	lines.Buffer(make([]byte, 64<<10), longest)
	if !lines.Scan() {
		return o, errors.Join(errors.New("the outcome of linking is empty"), lines.Err())
	}
	if err := json.Unmarshal(lines.Bytes(), &o.Head); err != nil {
		return o, fmt.Errorf("reading the outcome of linking: %w", err)
	}
	if o.Head.Format != Format {
		return o, fmt.Errorf("the outcome of linking is of the format %q, and this program reads %q", o.Head.Format, Format)
	}
	for n := 2; lines.Scan(); n++ {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return o, fmt.Errorf("line %d of the outcome of linking: %w", n, err)
		}
		o.Rows, o.Pairs, o.Kin = append(o.Rows, l.Rows...), append(o.Pairs, l.Pairs...), append(o.Kin, l.Kin...)
		if l.Cluster != nil {
			o.Clusters = append(o.Clusters, *l.Cluster)
		}
	}
	if err := lines.Err(); err != nil {
		return o, fmt.Errorf("reading the outcome of linking: %w", err)
	}
	return o, o.check()
}

func (o Outcome) check() error {
	if len(o.Rows) != o.Head.Rows || len(o.Pairs) != o.Head.Pairs {
		return fmt.Errorf("the outcome of linking has %d rows and %d pairs and should have %d and %d", len(o.Rows), len(o.Pairs), o.Head.Rows, o.Head.Pairs)
	}
	ok := true
	see := func(rows ...int32) {
		for _, r := range rows {
			ok = ok && r >= 0 && int(r) < len(o.Rows)
		}
	}
	for _, p := range append(o.Pairs[:len(o.Pairs):len(o.Pairs)], o.Kin...) {
		see(p.Left, p.Right)
	}
	for _, c := range o.Clusters {
		see(c.Rows...)
		for _, p := range c.Bridges {
			see(p.Left, p.Right)
		}
		for _, m := range c.Merges {
			see(m.Left, m.Right)
		}
	}
	if !ok {
		return errors.New("the outcome of linking speaks of a row that is not in it")
	}
	return nil
}
