package ledger

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestTextThatIsNotUTF8IsRefused(t *testing.T) {
	for _, bad := range []string{"\xff", "mill \xe2\x80", "\xc0\xaf", "\xed\xa0\x80", "\\\xff", "\\\\\xff", "\ufffd\xff"} {
		if body, err := Encode(seen{Place: bad}); err == nil {
			t.Errorf("%q was written as %s", bad, body)
		}
	}
}

func TestTextThatIsUTF8IsKeptExactly(t *testing.T) {
	for _, good := range []string{"", "\ufffd", `\ufffd`, `\\ufffd`, "\\\ufffd", "<a href=\"x\">&", "آسیاب کهنه", "\u2028", "\x00\x1f\x7f", "\U0010ffff"} {
		body, err := Encode(seen{Place: good})
		if err != nil {
			t.Errorf("%q is refused: %v", good, err)
			continue
		}
		var back seen
		if err := Decode(Event{Kind: seen{}.Kind(), Body: body}, &back); err != nil || back.Place != good {
			t.Errorf("%q came back as %q (%v)", good, back.Place, err)
		}
	}
}

type refused struct{ seen }

func (refused) Check() error { return errors.New("breaks a rule") }

type bare string

func (bare) Kind() Kind   { return Kind{"thing.bare", 1} }
func (bare) Check() error { return nil }

type unwritable struct{ C chan int }

func (unwritable) Kind() Kind   { return Kind{"thing.unwritable", 1} }
func (unwritable) Check() error { return nil }

func TestOnlyCheckedObjectsBecomeBodies(t *testing.T) {
	for _, f := range []Fact{refused{}, bare("text"), unwritable{}} {
		if body, err := Encode(f); err == nil {
			t.Errorf("%T was written as %s", f, body)
		}
	}
}

func TestDecodingNeverGivesAnEmptyFact(t *testing.T) {
	e := seenEvent(t, 3, seen{Place: "old mill", Count: 2})
	other, erased, broken := e, e, e
	other.Kind.Version = 2
	erased.Body = nil
	broken.Body = []byte(`{"count":"two"}`)
	for name, e := range map[string]Event{"another version": other, "an erased body": erased, "a broken body": broken} {
		if err := Decode(e, &seen{}); err == nil {
			t.Errorf("%s was decoded", name)
		}
	}
}

func TestTheCommonFieldsComeFirst(t *testing.T) {
	fields, err := seenEvent(t, 3, seen{Place: "old mill"}).Fields()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range fields {
		got = append(got, f.Name+"="+string(f.Value))
	}
	want := `@kind="thing.seen/1" @actor="mina" @time="2031-05-06T03:38:09.123456Z" place="old mill" count=0`
	if strings.Join(got, " ") != want {
		t.Errorf("fields are %v, want %s", got, want)
	}
}

// A body that can be read in two ways, or names a field that is not its own,
// makes no entry.
func TestAmbiguousBodiesAreRefused(t *testing.T) {
	for _, body := range []string{
		``, `[]`, `null`, `"a"`, `{`, `}`, `{}}`, `{{}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,"a":1}`, `{"a":1 }`, `{ "a":1}`, `{"a": 1}`,
		`{"a":1}{"b":2}`, `{"a":1,"a":2}`, `{"@kind":"x"}`, `{"@x":1}`, `{null:1}`, `{1:1}`, `{a:1}`, `{"\u0061":1}`, `{"a":tru}`, `{"a":01}`,
		`{"a":[1}`, `{"a":[1}]`, `{"a":"x}`, "{\"a\":\"\xff\"}", "{\"\xff\":1}", "{\"a\":\"\n\"}", `{"a":1,"b"}`, `{"a":1 "b":2}`, `{"a":1}` + "\n",
	} {
		if fields, err := splitObject(nil, []byte(body)); err == nil {
			t.Errorf("%q was split into %q", body, fields)
		}
	}
}

// agreesWithJSON holds splitObject against encoding/json.
func agreesWithJSON(t *testing.T, body []byte) {
	t.Helper()
	fields, err := splitObject(nil, body)
	if err != nil {
		return
	}
	var want map[string]json.RawMessage
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatalf("%q is not JSON (%v) and was split into %q", body, err, fields)
	}
	if len(want) != len(fields) {
		t.Fatalf("%q has %d members and was split into %d", body, len(want), len(fields))
	}
	for _, f := range fields {
		if got, ok := want[f.Name]; !ok || string(got) != string(f.Value) {
			t.Fatalf("%q: member %q is %q, split gives %q", body, f.Name, got, f.Value)
		}
	}
}
