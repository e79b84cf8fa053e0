package linkage

import "math"

// Frequency is how often the values of a field, or the combinations of fields
// that go together, occur in the rows that a model was learned from. What
// occurs once is left out: whatever is not in it counts as rare as that. So a
// model never holds a value that one row alone has.
type Frequency struct {
	// Rows have a value; Agree is the chance that two of them have the same one.
	Rows  float64 `json:"rows"`
	Agree float64 `json:"agree"`
	// Values are by their folded text, days and spans of days by their ISO 8601.
	Values map[string]int64 `json:"values,omitempty"`
	// Sounds of names are by their consonants (script.Key), with the chance that
	// two rows share one.
	Sounds     map[string]int64 `json:"sounds,omitempty"`
	SoundAgree float64          `json:"sound_agree,omitempty"`
	// Words of whole names: in how many rows each is.
	Words map[string]int64 `json:"words,omitempty"`
	// SpanAgree is of dates of which no day is known; Agree is of days.
	SpanAgree float64 `json:"span_agree,omitempty"`
}

// often gives how often something occurs by one of the maps.
func often(of map[string]int64, what string) float64 {
	if n, ok := of[what]; ok {
		return float64(n)
	}
	return 1
}

// repeated gives the counts of two and more, by the names of what is counted.
func repeated(counts []float64, name func(i int) string) map[string]int64 {
	out := map[string]int64{}
	for i, n := range counts {
		if n >= 2 {
			out[name(i)] += int64(n)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// exactly rounds bits to a millionth, roundly. Sums of such numbers have no
// rounding of their own, so that the order of adding, and the last digit in
// which machines differ in a logarithm, do not show.
func exactly(bits float64) float64 { return math.Round(bits*(1<<20)) / (1 << 20) }

func (v *interned) take(f *Frequency) { v.fixed = f }

func (v *interned) frequency() Frequency {
	return Frequency{Rows: v.rows, Agree: v.agree, Values: repeated(v.count, func(id int) string { return v.text[id] })}
}

func (v *interned) meaning(id int32) uint64 { return hashText(v.text[id]) }

func (k *nameKind) frequency() Frequency {
	f := k.interned.frequency()
	f.Sounds, f.SoundAgree = repeated(k.soundCount, func(at int) string { return k.boneText[at] }), k.soundAgree
	return f
}

func (k *nameKind) meaning(id int32) uint64 {
	if own := k.own[id]; own != 0 {
		return hashText(k.groups.ID(own))
	}
	if k.boneText[k.sound[id]] == "" {
		return k.interned.meaning(id)
	}
	return k.soundHash[k.sound[id]]
}

func (p *prose) meaning(id int32) uint64 { return p.sounds[id] }

func (k *fullKind) frequency() Frequency {
	return Frequency{Rows: k.interned.rows, Words: repeated(k.rows, func(w int) string { return k.word[w] })}
}

func (k *dateKind) frequency() Frequency {
	f := Frequency{Rows: k.interned.rows, Agree: k.dayAgree, SpanAgree: k.spanAgree}
	seen := map[uint64]bool{}
	once := make([]float64, len(k.dates)) // a day written in two ways is one
	for id := 1; id < len(k.dates); id++ {
		if key := k.meaning(int32(id)); !seen[key] {
			seen[key], once[id] = true, k.spanCount[id]
		}
	}
	f.Values = repeated(once, func(id int) string { return k.dates[id].String() })
	return f
}

// meaning of a date is the days it stands for, in the likeliest reading.
func (k *dateKind) meaning(id int32) uint64 {
	d := &k.dates[id]
	if d.n == 0 {
		return hashText(d.digits)
	}
	return join(mix(uint64(d.spans[0].from)), uint64(d.spans[0].to))
}

// String gives the first reading of a date as ISO 8601, with "/" between the
// ends of a span; of a date that is no day the digits.
func (d *date) String() string {
	switch {
	case d.n == 0:
		return d.digits
	case d.spans[0].from == d.spans[0].to:
		return d.spans[0].from.String()
	}
	return d.spans[0].from.String() + "/" + d.spans[0].to.String()
}
