package ledger

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// changes calls try with every text that differs from text in one byte
// changed, taken out or put in.
func changes(text []byte, try func(how string, changed []byte)) {
	for i, b := range text {
		for _, c := range []byte{b ^ 1, b ^ 0x20, b ^ 0x80, b + 1, b - 1, 0, '\n', '\r', ' ', '0', 'A', 'a', '=', '"', ','} {
			if c == b {
				continue
			}
			changed := slices.Clone(text)
			changed[i] = c
			try(fmt.Sprintf("byte %d is %q instead of %q", i, c, b), changed)
		}
		try(fmt.Sprintf("byte %d is missing", i), slices.Delete(slices.Clone(text), i, i+1))
	}
	for i := range len(text) + 1 {
		for _, c := range []byte("\n\r 0A=\x00") {
			try(fmt.Sprintf("byte %d is %q put in", i, c), slices.Insert(slices.Clone(text), i, c))
		}
	}
}

// proved is an event disclosed with all it takes to check it.
type proved struct {
	line, proof, signed []byte
	verifier            note.Verifier
	at                  Checkpoint
}

func prove(t *testing.T) proved {
	t.Helper()
	signer, verifier := testKey(t, testOrigin, 1)
	tree := grownTo(t, 6)
	e, secret := seenEvent(t, 6, seen{"old mill", 3, "r"}), testSecret(3)
	entry, err := e.Entry(secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, more := range [][]byte{entry, testEntry(7), testEntry(8)} {
		if _, err := tree.Append(more); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := checkpointAt(t, tree, 9).Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Disclose(e, secret, func(name string) bool { return name == "place" || name == "@actor" })
	if err != nil {
		t.Fatal(err)
	}
	if d.Path, err = tree.ProveInclusion(6, 9); err != nil {
		t.Fatal(err)
	}
	line, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return proved{line, Proof{6, d.Path, signed}.Marshal(), signed, verifier, checkpointAt(t, tree, 9)}
}

// openAll is what a careful reader does with a checkpoint.
func (p proved) openAll(signed []byte) (Checkpoint, error) {
	c, err := OpenCheckpoint(signed, p.verifier)
	if err != nil {
		return c, err
	}
	return c, SoleForm(signed, p.verifier)
}

func (p proved) checkLine(line []byte) error {
	d, err := ParseDisclosure(line)
	if err != nil {
		return err
	}
	entry, err := d.Entry()
	if err != nil {
		return err
	}
	return CheckInclusion(p.at, d.Index, entry, d.Path)
}

func (p proved) checkProof(file []byte) error {
	proof, err := ParseProof(file)
	if err != nil {
		return err
	}
	d, err := ParseDisclosure(p.line)
	if err != nil {
		return err
	}
	c, err := p.openAll(proof.Checkpoint)
	if err != nil {
		return err
	}
	entry, err := d.Entry()
	if err != nil {
		return err
	}
	return CheckInclusion(c, proof.Index, entry, proof.Path)
}

func (p proved) checkCheckpoint(signed []byte) error {
	_, err := p.openAll(signed)
	return err
}

func TestNoByteOfADisclosureCanBeChangedUnseen(t *testing.T) {
	p := prove(t)
	keepsForm(t, p.line, p.checkLine)
}

func TestNoByteOfAProofCanBeChangedUnseen(t *testing.T) {
	p := prove(t)
	keepsForm(t, p.proof, p.checkProof)
}

func TestNoByteOfACheckpointCanBeChangedUnseen(t *testing.T) {
	p := prove(t)
	keepsForm(t, p.signed, p.checkCheckpoint)
}

func keepsForm(t *testing.T, text []byte, check func([]byte) error) {
	t.Helper()
	if err := check(text); err != nil {
		t.Fatalf("the right text is refused: %v", err)
	}
	changes(text, func(how string, changed []byte) {
		if check(changed) == nil && !bytes.Equal(changed, text) {
			t.Errorf("accepted although %s", how)
		}
	})
}

// Whole-line changes of the same meaning.
func TestADisclosureHasOneForm(t *testing.T) {
	line := string(prove(t).line)
	full, err := Disclose(seenEvent(t, 0, wide(5)), testSecret(1), func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	allOpen, err := full.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"null for no commitments":   strings.Replace(string(allOpen), `"closed":[]`, `"closed":null`, 1),
		"null for no fields":        `{"index":0,"opened":null,"closed":[]}` + "\n",
		"members in another order":  `{"opened":[],"index":0,"closed":[]}` + "\n",
		"names in capitals":         strings.Replace(line, `"index"`, `"Index"`, 1),
		"a member given twice":      strings.Replace(line, `{"index":6,`, `{"index":6,"index":6,`, 1),
		"a member nobody knows":     strings.Replace(line, `{"index":6,`, `{"index":6,"x":1,`, 1),
		"a number with an exponent": strings.Replace(line, `"index":6`, `"index":6e0`, 1),
		"an escaped letter":         strings.Replace(line, `old mill`, `old \u006dill`, 1),
		"no line end":               strings.TrimSuffix(line, "\n"),
		"two line ends":             line + "\n",
		"two lines":                 line + line,
		"spaces":                    strings.Replace(line, `,"closed"`, `, "closed"`, 1),
		"bytes that are not UTF-8":  strings.Replace(line, `old mill`, "old mi\xffl", 1),
		"nothing":                   "",
	} {
		if text == line || text == string(allOpen) {
			t.Fatalf("%s: the test changes nothing", name)
		}
		if _, err := ParseDisclosure([]byte(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%s is accepted as the form: %v", name, err)
		}
	}
}

func TestAProofHasOneForm(t *testing.T) {
	p := prove(t)
	for name, text := range map[string]string{
		"extra data":          strings.Replace(string(p.proof), "\nindex", "\nextra aGk=\nindex", 1),
		"a plus sign":         strings.Replace(string(p.proof), "index 6", "index +6", 1),
		"a leading nought":    strings.Replace(string(p.proof), "index 6", "index 06", 1),
		"no index":            strings.Replace(string(p.proof), "index 6\n", "", 1),
		"another version":     strings.Replace(string(p.proof), "@v1", "@v2", 1),
		"windows line ends":   strings.ReplaceAll(string(p.proof), "\n", "\r\n"),
		"no checkpoint":       strings.SplitAfter(string(p.proof), "\n\n")[0][:40],
		"a short hash":        strings.Replace(string(p.proof), "index 6\n", "index 6\naGk=\n", 1),
		"nothing":             "",
		"an index beyond all": strings.Replace(string(p.proof), "index 6", "index 99999999999999999999", 1),
	} {
		if _, err := ParseProof([]byte(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%s is accepted: %v", name, err)
		}
	}
}

func TestACheckpointIsOfItsLogAndKey(t *testing.T) {
	p := prove(t)
	signer, _ := testKey(t, testOrigin, 2)
	stranger, _ := testKey(t, "another.example/log", 3)
	c, err := OpenCheckpoint(p.signed, p.verifier)
	if err != nil || c.Size != 9 || c.Origin != testOrigin {
		t.Fatalf("checkpoint %+v: %v", c, err)
	}
	if shown, err := CheckpointText(p.signed); err != nil || shown != c {
		t.Errorf("the shown checkpoint is %+v: %v", shown, err)
	}
	for _, text := range []string{"", testOrigin + "\n9\n", "a\n\nb"} {
		if shown, err := CheckpointText([]byte(text)); err == nil {
			t.Errorf("%q is shown as %+v", text, shown)
		}
	}
	if err := SoleForm([]byte("unsigned"), p.verifier); err == nil {
		t.Error("an unsigned text has the form of a checkpoint")
	}
	if _, err := c.Sign(stranger); err == nil {
		t.Error("the key of another log signed")
	}
	other, err := c.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint(other, p.verifier); err == nil {
		t.Error("the signature of another key was accepted")
	}
	both := string(p.signed) + signatureLine(other)
	if _, err := OpenCheckpoint([]byte(both), p.verifier); err != nil {
		t.Errorf("a second signature beside the log's is refused: %v", err)
	}
	if err := SoleForm([]byte(both), p.verifier); !errors.Is(err, ErrForm) {
		t.Errorf("a second signature passes as the sole form: %v", err)
	}
}

// signatureLine gives the signature line of a signed note.
func signatureLine(signed []byte) string { return strings.SplitN(string(signed), "\n\n", 2)[1] }

// A key that signs texts which are no checkpoint of its log is not believed.
func TestASignedTextThatIsNoCheckpointIsRefused(t *testing.T) {
	signer, verifier := testKey(t, testOrigin, 1)
	root := base64.StdEncoding.EncodeToString(fill(1))
	for _, text := range []string{
		"another.example/log\n9\n" + root + "\n", testOrigin + "\n9\n" + root + "\nmore\n", testOrigin + "\n9\n",
		testOrigin + "\n09\n" + root + "\n", testOrigin + "\n-9\n" + root + "\n", testOrigin + "\n9\n" + root[1:] + "\n",
		testOrigin + "\n+9\n" + root + "\n", testOrigin + "\n9\n" + root[:42] + "F=\n", "\n9\n" + root + "\n",
	} {
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := OpenCheckpoint(signed, verifier); err == nil {
			t.Errorf("%q was read as %+v", text, c)
		}
	}
}
