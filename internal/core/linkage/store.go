package linkage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"sanad/internal/ground/naming"
)

// ModelVersion names how values are compared and scores made. It changes with
// them: a model of another version would explain a score that it did not give.
const ModelVersion = "sanad-linkage/1"

// Weights are the chances of the levels of one comparison, from the nearest
// level on: among pairs of one person, of close relatives (none where the spec
// names no family), and of strangers.
type Weights struct {
	Name  string    `json:"name"`
	Same  []float64 `json:"same"`
	Kin   []float64 `json:"kin,omitempty"`
	Other []float64 `json:"other"`
}

// Combination is how often the values of fields that go together occur
// together: one entry in each list for every set of the fields, by its bits.
// Slots are numbers of combinations by their hash, those of one left out.
type Combination struct {
	Name  string           `json:"name"`
	Of    int              `json:"of"` // so many slots, a power of two
	Rows  []float64        `json:"rows"`
	Agree []float64        `json:"agree"`
	Slots map[uint32]int64 `json:"slots,omitempty"`
}

// Model is all that was learned of a table, as a value: by it any two rows are
// scored, and the score explained, as they were in that table.
type Model struct {
	Version string `json:"version"`
	Spec    Spec   `json:"spec"`
	Rows    int64  `json:"rows"` // that it was learned from
	// Prior and KinPrior are the chances that two rows picked at random are one
	// person, and close relatives.
	Prior    float64 `json:"prior"`
	KinPrior float64 `json:"kin_prior,omitempty"`
	// Even, Low and Cut are the Options that were used, and the seed.
	Even         float64       `json:"even"`
	Low          float64       `json:"low"`
	Cut          float64       `json:"cut"`
	Seed         uint64        `json:"seed"`
	Weights      []Weights     `json:"weights"`
	Fields       []Frequency   `json:"fields"` // in the order of Spec.Fields
	Combinations []Combination `json:"combinations,omitempty"`
}

// Model gives what was learned, or the model that the rows were linked by.
func (r *Result) Model() Model {
	t := r.comp.t
	if t.by != nil {
		return *t.by
	}
	m := Model{Version: ModelVersion, Spec: t.spec, Rows: int64(t.Len()), Prior: r.model.prior, KinPrior: r.model.kinPrior,
		Even: r.used.Even, Low: r.used.Low, Cut: r.used.Cut, Seed: r.used.Seed}
	for i, w := range r.model.sides {
		one := Weights{Name: r.comp.sides[i].name, Same: slices.Clone(w.same[1 : w.levels+1]), Other: slices.Clone(w.other[1 : w.levels+1])}
		if r.model.family {
			one.Kin = slices.Clone(w.kin[1 : w.levels+1])
		}
		m.Weights = append(m.Weights, one)
		if j := r.comp.joint[i]; j != nil {
			m.Combinations = append(m.Combinations, j.value(one.Name, 1<<len(r.comp.sides[i].fields)))
		}
	}
	for _, k := range t.kinds {
		m.Fields = append(m.Fields, k.frequency())
	}
	return m
}

func (j *combinations) value(name string, masks int) Combination {
	out := Combination{Name: name, Of: len(j.slots), Rows: slices.Clone(j.rows[:masks]), Agree: slices.Clone(j.agree[:masks])}
	for slot, n := range j.slots {
		if n < 2 {
			continue
		}
		if out.Slots == nil {
			out.Slots = map[uint32]int64{}
		}
		out.Slots[uint32(slot)] = int64(n)
	}
	return out
}

// Encode gives the model as JSON: the same bytes for the same model.
func (m Model) Encode() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("writing a model: %w", err)
	}
	return out.Bytes(), nil
}

// longestModel bounds the bytes of a model that are read.
const longestModel = 256 << 20

// ParseModel reads what Encode wrote and checks it. An error says what is wrong.
func ParseModel(text []byte) (Model, error) {
	var m Model
	if len(text) > longestModel {
		return m, fmt.Errorf("reading a model: it has %d bytes, of which %d are read", len(text), longestModel)
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return Model{}, fmt.Errorf("reading a model: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Model{}, errors.New("reading a model: something follows it")
	}
	if err := m.check(); err != nil {
		return Model{}, fmt.Errorf("reading a model: %w", err)
	}
	return m, nil
}

func (m Model) check() error {
	if m.Version != ModelVersion {
		return fmt.Errorf("it is of version %q and this program compares by %q: link the rows again", m.Version, ModelVersion)
	}
	if err := m.Spec.Check(); err != nil {
		return err
	}
	sides := m.Spec.sides()
	switch {
	case len(m.Weights) != len(sides) || len(m.Fields) != len(m.Spec.Fields) || len(m.Combinations) != len(m.Spec.Joint):
		return fmt.Errorf("it has %d weights, %d frequencies and %d combinations for a mapping of %d, %d and %d",
			len(m.Weights), len(m.Fields), len(m.Combinations), len(sides), len(m.Spec.Fields), len(m.Spec.Joint))
	case m.Rows < 2 || m.Rows > mostRows:
		return fmt.Errorf("it was learned from %d rows", m.Rows)
	case !(m.Prior > 0 && m.KinPrior >= 0 && m.Prior+m.KinPrior < 1):
		return errors.New("its priors are no chances")
	case m.Spec.Family != nil && !(m.KinPrior > 0):
		return errors.New("it has a family and no chance of relatives")
	case !within(mostOption, m.Even, m.Low, m.Cut):
		return errors.New("its thresholds are no bits")
	}
	for i := range m.Fields {
		if err := m.Fields[i].check(); err != nil {
			return fmt.Errorf("the field %s: %w", m.Spec.Fields[i].Name, err)
		}
	}
	if err := m.checkWeights(sides); err != nil {
		return err
	}
	return m.checkCombinations()
}

// mostOption is the most bits that a threshold may have.
const mostOption = 1e6

// within tells that all numbers are, by their size, at most some number; what is
// no number is not.
func within(most float64, numbers ...float64) bool {
	for _, n := range numbers {
		if !(math.Abs(n) <= most) {
			return false
		}
	}
	return true
}

func (m Model) checkWeights(sides []side) error {
	for i, w := range m.Weights {
		levels := len(levelsOf(m.Spec, sides[i]))
		kin := 0
		if m.Spec.Family != nil {
			kin = levels
		}
		if w.Name != sides[i].name || len(w.Same) != levels || len(w.Other) != levels || len(w.Kin) != kin {
			return fmt.Errorf("the weights of %s are not those of %d levels", sides[i].name, levels)
		}
		for _, chance := range slices.Concat(w.Same, w.Kin, w.Other) {
			if !(chance >= 0 && chance <= 1) {
				return fmt.Errorf("the weights of %s are no chances", w.Name)
			}
		}
	}
	return nil
}

// levelsOf gives the names of the levels of a comparison; they do not depend on
// what values there are.
func levelsOf(s Spec, of side) []string {
	if len(of.fields) > 1 {
		return jointLevels()
	}
	return newKind(s.Fields[of.fields[0]], nil).levels()
}

func (f Frequency) check() error {
	if !(f.Rows >= 0) || !within(mostRows, f.Rows) {
		return errors.New("the number of its rows is none")
	}
	for _, agree := range []float64{f.Agree, f.SoundAgree, f.SpanAgree} {
		if !(agree >= 0 && agree <= 1) {
			return errors.New("it has no chance of agreeing")
		}
	}
	for _, counts := range []map[string]int64{f.Values, f.Sounds, f.Words} {
		for _, n := range counts {
			if n < 2 || n > mostRows {
				return fmt.Errorf("a value is counted %d times", n)
			}
		}
	}
	return nil
}

func (m Model) checkCombinations() error {
	for i, j := range m.Combinations {
		masks := 1 << len(m.Spec.Joint[i].Fields)
		switch {
		case j.Name != m.Spec.Joint[i].Name || len(j.Rows) != masks || len(j.Agree) != masks:
			return fmt.Errorf("the combinations of %s are others", m.Spec.Joint[i].Name)
		case j.Of < 1 || j.Of > combinationSlots || j.Of&(j.Of-1) != 0:
			return fmt.Errorf("the combinations of %s are in %d slots", j.Name, j.Of)
		}
		for mask := range masks {
			if !(j.Rows[mask] >= 0 && j.Rows[mask] <= mostRows && j.Agree[mask] >= 0 && j.Agree[mask] <= 1) {
				return fmt.Errorf("the combinations of %s are no numbers of rows", j.Name)
			}
		}
		for slot, n := range j.Slots {
			if int(slot) >= j.Of || n < 2 || n > mostRows*(1<<mostJoint) {
				return fmt.Errorf("a combination of %s is counted %d times", j.Name, n)
			}
		}
	}
	return nil
}

// NewTableFor gives an empty table of a model's spec, in which values are as
// frequent as where the model was learned. Names must be read by the dictionary
// by which they were read there.
func NewTableFor(m Model, names *naming.Groups) (*Table, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	t, err := NewTable(m.Spec, names)
	if err != nil {
		return nil, err
	}
	t.by = &m
	for i, k := range t.kinds {
		k.take(&m.Fields[i])
	}
	return t, nil
}

// combinations gives those of a joint comparison.
func (m *Model) combinations(name string) *combinations {
	i := slices.IndexFunc(m.Combinations, func(j Combination) bool { return j.Name == name })
	if i < 0 {
		return nil
	}
	of := &m.Combinations[i]
	j := &combinations{slots: make([]float64, of.Of)}
	copy(j.rows[:], of.Rows)
	copy(j.agree[:], of.Agree)
	for slot, n := range of.Slots {
		j.slots[slot] = float64(n)
	}
	return j
}

// model gives what scores are made with.
func (m *Model) model(c *comparer) *model {
	out := newModel(c)
	out.prior, out.kinPrior = m.Prior, m.KinPrior
	for i, w := range m.Weights {
		side := &out.sides[i]
		copy(side.same[1:], w.Same)
		copy(side.other[1:], w.Other)
		copy(side.kin[1:], w.Kin)
		if w.Kin == nil {
			side.kin = side.same
		}
	}
	out.seal()
	return out
}
