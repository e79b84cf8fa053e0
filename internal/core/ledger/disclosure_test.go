package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whatever is shown and withheld, the entry stays the one that was signed.
func TestEverySubsetOfFieldsProvesTheSameEntry(t *testing.T) {
	for _, f := range []Fact{seen{Place: "old mill", Count: 3, By: "r"}, seen{}, wide(5), wide(6)} {
		e, secret := seenEvent(t, 4, f), testSecret(3)
		want, err := e.Entry(secret)
		if err != nil {
			t.Fatal(err)
		}
		fields, err := e.Fields()
		if err != nil {
			t.Fatal(err)
		}
		for subset := range 1 << len(fields) {
			show := func(name string) bool {
				at := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
				return subset>>at&1 == 1
			}
			checkSubset(t, e, secret, show, want)
		}
	}
}

func checkSubset(t *testing.T, e Event, secret Secret, show func(string) bool, want []byte) {
	t.Helper()
	d, err := Disclose(e, secret, show)
	if err != nil {
		t.Fatal(err)
	}
	line, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	read, err := ParseDisclosure(line)
	if err != nil {
		t.Fatalf("what Marshal wrote is refused: %v\n%s", err, line)
	}
	if got, err := read.Entry(); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("another entry from %s (%v)", line, err)
	}
	fields, _ := e.Fields()
	for _, f := range fields {
		value, open := read.Value(f.Name)
		if open != (f.Name == fieldKind || show(f.Name)) || open && value != string(f.Value) {
			t.Fatalf("field %s: opened %v with %q", f.Name, open, value)
		}
		if secretText := strings.Trim(string(f.Value), `"`); !open && len(secretText) > 3 && bytes.Contains(line, []byte(secretText)) {
			t.Fatalf("the withheld %s stands in %s", f.Name, line)
		}
	}
}

// The closed commitments are in order of value, so that their places say
// nothing about which fields they are; those of two events share nothing.
func TestClosedCommitmentsTellNoOrder(t *testing.T) {
	places := map[int]bool{}
	seenBefore := map[Commitment]bool{}
	for seed := range byte(40) {
		e, secret := seenEvent(t, 4, seen{"old mill", 3, "r"}), testSecret(seed)
		none, err := Disclose(e, secret, func(string) bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(none.Closed, compareCommitments) {
			t.Fatal("closed commitments are not in order of value")
		}
		if len(none.Closed) != 7 {
			t.Fatalf("%d closed commitments, want 7 whatever the number of fields", len(none.Closed))
		}
		place := commit(Field{"place", []byte(`"old mill"`)}, newSalter(secret).derive(labelSalt, "place"))
		places[slices.Index(none.Closed, place)] = true
		for _, c := range none.Closed {
			if seenBefore[c] {
				t.Fatal("two events share a commitment")
			}
			seenBefore[c] = true
		}
	}
	if len(places) < 4 || places[-1] {
		t.Errorf("the field stands at places %v only", places)
	}
}

func TestAChangedFieldIsAnotherEntry(t *testing.T) {
	e, secret := seenEvent(t, 4, seen{"old mill", 3, "new mill"}), testSecret(3)
	want, err := e.Entry(secret)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(d *Disclosure){
		"an edited value":             func(d *Disclosure) { opened(d, "count").Value = "4" },
		"a value with a space":        func(d *Disclosure) { opened(d, "count").Value = " 3" },
		"a value spelled otherwise":   func(d *Disclosure) { opened(d, "place").Value = `"old mi\u006cl"` },
		"another field's name":        func(d *Disclosure) { opened(d, "count").Name = "counu" },
		"the values of two swapped":   func(d *Disclosure) { swapValues(opened(d, "place"), opened(d, "by")) },
		"the salts of two swapped":    func(d *Disclosure) { a, b := opened(d, "place"), opened(d, "by"); a.Salt, b.Salt = b.Salt, a.Salt },
		"another salt":                func(d *Disclosure) { opened(d, "place").Salt = fill(0) },
		"a short salt":                func(d *Disclosure) { opened(d, "place").Salt = fill(0)[:31] },
		"no salt":                     func(d *Disclosure) { opened(d, "place").Salt = nil },
		"another kind":                func(d *Disclosure) { opened(d, "@kind").Value = `"thing.felt/1"` },
		"another actor":               func(d *Disclosure) { opened(d, "@actor").Value = `"nima"` },
		"another time":                func(d *Disclosure) { opened(d, "@time").Value = `"2031-05-06T03:38:09.123457Z"` },
		"a field left out":            func(d *Disclosure) { d.Opened = d.Opened[1:] },
		"a field twice":               func(d *Disclosure) { d.Opened = append(d.Opened, d.Opened[len(d.Opened)-1]) },
		"fields out of order":         func(d *Disclosure) { d.Opened[0], d.Opened[1] = d.Opened[1], d.Opened[0] },
		"a flipped commitment":        func(d *Disclosure) { d.Closed[0][0] ^= 1 },
		"commitments out of order":    func(d *Disclosure) { d.Closed[0], d.Closed[1] = d.Closed[1], d.Closed[0] },
		"a commitment left out":       func(d *Disclosure) { d.Closed = d.Closed[1:] },
		"eight commitments more":      func(d *Disclosure) { d.Closed = append(make([]Commitment, 8), d.Closed...) },
		"a value that is two members": func(d *Disclosure) { opened(d, "count").Value = `3,"place":"x"` },
		"a value that is not JSON":    func(d *Disclosure) { opened(d, "count").Value = "three" },
		"nothing":                     func(d *Disclosure) { d.Opened, d.Closed = nil, nil },
	} {
		d, err := Disclose(e, secret, func(string) bool { return true })
		if err != nil {
			t.Fatal(err)
		}
		change(&d)
		if got, err := d.Entry(); err == nil && bytes.Equal(got, want) {
			t.Errorf("%s goes unseen", name)
		}
	}
}

func opened(d *Disclosure, name string) *Opened {
	for i := range d.Opened {
		if d.Opened[i].Name == name {
			return &d.Opened[i]
		}
	}
	panic("no field " + name)
}

func swapValues(a, b *Opened) { a.Value, b.Value = b.Value, a.Value }

// A log could commit to a "value" that closes the field and opens another.
func TestAValueCantPassAsFurtherFields(t *testing.T) {
	salt := fill(1)
	d := Disclosure{Opened: []Opened{{"@kind", salt, `"thing.seen/1"`}, {"count", salt, `3,"place":"elsewhere"`}}, Closed: make([]Commitment, 6)}
	if _, err := d.Entry(); !errors.Is(err, ErrForm) {
		t.Errorf("a value that is two members was accepted: %v", err)
	}
}

func TestOpenedFieldsReadAsTheyWereWritten(t *testing.T) {
	e := seenEvent(t, 4, seen{"<\u2028&\ufffd>", -3, "\x00\"\\"})
	d, err := Disclose(e, testSecret(1), func(name string) bool { return name != "count" })
	if err != nil {
		t.Fatal(err)
	}
	var got seen
	if err := json.Unmarshal(d.Body(), &got); err != nil || got != (seen{"<\u2028&\ufffd>", 0, "\x00\"\\"}) {
		t.Errorf("body is %s: %+v, %v", d.Body(), got, err)
	}
	if d.KindName() != "thing.seen/1" || d.Actor() != "mina" || !d.Time().Equal(e.Time.Truncate(time.Microsecond)) {
		t.Errorf("kind %s, actor %s, time %s", d.KindName(), d.Actor(), d.Time())
	}
	closed, err := Disclose(e, testSecret(1), func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	if closed.KindName() != "thing.seen/1" || closed.Actor() != "" || !closed.Time().IsZero() || string(closed.Body()) != "{}" {
		t.Errorf("withheld fields are told: %+v", closed)
	}
}

func TestErasedEventsDiscloseNothing(t *testing.T) {
	e := seenEvent(t, 4, seen{})
	e.Body = nil
	if _, err := Disclose(e, testSecret(1), func(string) bool { return true }); err == nil {
		t.Error("an erased event was disclosed")
	}
	if _, err := e.Entry(testSecret(1)); err == nil {
		t.Error("an erased event made an entry")
	}
}
