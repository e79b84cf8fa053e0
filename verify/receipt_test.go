package verify_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/verify"
	"sanad/verify/verifytest"
)

// letterBox is a log in which strangers handed something in.
type letterBox struct {
	log               *verifytest.Log
	opening, other    intake.Opening
	sent, added, sign int64
}

func newBox(seed string) letterBox {
	b := letterBox{log: verifytest.NewLog("archive.example/box", seed)}
	story := []byte(`{"language":"fa","fields":[{"name":"what","value":"the mill"}]}`)
	b.opening = intake.Opening{Salt: [32]byte{1}, Story: sha256.Sum256(story), Files: []intake.Sum{{2}, {3}}, Told: story}
	b.other = intake.Opening{Salt: [32]byte{4}, Story: intake.Sum{5}}
	b.log.Fill(3)
	b.sent = b.letter("submission.received", b.opening)
	b.log.Fill(7)
	b.added = b.letter("thread.added", b.other)
	b.sign = b.log.AppendBody("door", ledger.Kind{Name: "petition.signed", Version: 1}, []byte(`{"petition":"p-1","version":2,"code":"w-1","sealed":"AAAA"}`))
	b.log.Fill(13)
	return b
}

func (b letterBox) letter(kind string, o intake.Opening) int64 {
	content, err := o.Content().MarshalText()
	if err != nil {
		panic(err)
	}
	body := fmt.Sprintf(`{"submission":"s-1","door":"d-1","thread":"t-1","content":"%s","sealed":{}}`, content)
	return b.log.AppendBody("door", ledger.Kind{Name: kind, Version: 1}, []byte(body))
}

func (b letterBox) receipt() string { return b.log.Receipt(b.sent, 13) }

func checkReceipt(text string, opt verify.Options) verify.Report {
	return verify.Text(context.Background(), []byte(text), opt)
}

func TestAReceiptProvesThatItWasRecordedAndNothingElse(t *testing.T) {
	b := newBox("archive")
	for _, index := range []int64{b.sent, b.added, b.sign} {
		text := b.log.Receipt(index, 13)
		r := checkReceipt(text, verify.Options{Key: b.log.Key, Checkpoint: b.log.Checkpoint(13)})
		if !r.OK || r.Kind != verify.KindReceipt || len(r.Checks) != 5 {
			t.Errorf("entry %d: %+v", index, r)
		}
		if said, _ := detail(r, "opening"); !strings.HasPrefix(said, "not checked") {
			t.Errorf("entry %d: %s", index, said)
		}
		for _, kept := range []string{"s-1", "d-1", "t-1", "mill", "2031", `"door"`, b.opening.Story.String()} {
			if strings.Contains(text, kept) {
				t.Errorf("the receipt tells %s:\n%s", kept, text)
			}
		}
	}
	if r := checkReceipt(b.receipt(), verify.Options{}); !r.OK || r.Key != b.log.Key {
		t.Errorf("without a key known from elsewhere: %+v", r)
	}
}

func TestAnOpeningShowsWhatWasHandedIn(t *testing.T) {
	b := newBox("archive")
	r := checkReceipt(b.receipt(), verify.Options{Opening: []byte(b.opening.Text())})
	said, _ := detail(r, "opening")
	if !r.OK || !strings.Contains(said, b.opening.Files[1].String()) || !strings.Contains(said, "2 files") {
		t.Errorf("%+v", r)
	}
	bare := b.opening
	bare.Told = nil
	if r := checkReceipt(b.receipt(), verify.Options{Opening: []byte(bare.Text())}); !r.OK {
		t.Errorf("without the story itself: %s", failing(r))
	}
	if r := checkReceipt(b.receipt(), verify.Options{Opening: []byte(strings.ReplaceAll(b.opening.Text(), "\n", "\r\n"))}); !r.OK {
		t.Errorf("with windows line ends: %s", failing(r))
	}
	fails(t, checkReceipt(b.receipt(), verify.Options{Opening: []byte(b.other.Text())}), "opening", "something else")
	fails(t, checkReceipt(b.receipt(), verify.Options{Opening: []byte("what?")}), "opening", "not an opening")
	fails(t, checkReceipt(b.log.Receipt(b.sign, 13), verify.Options{Opening: []byte(b.opening.Text())}), "opening", "commits to no content")
	fails(t, checkReceipt(b.opening.Text(), verify.Options{Opening: []byte(b.receipt())}), "receipt", "with --opening")
	swapped := bare
	swapped.Files = []intake.Sum{bare.Files[1], bare.Files[0]}
	fails(t, checkReceipt(b.receipt(), verify.Options{Opening: []byte(swapped.Text())}), "opening", "something else")
}

// A receipt goes through mail and editors. What they do without showing it is
// said and let pass; every other byte counts.
func TestNoByteOfAReceiptCanBeChangedUnseen(t *testing.T) {
	b := newBox("archive")
	text := b.receipt()
	for how, sent := range map[string]string{
		"windows line ends":       strings.ReplaceAll(text, "\n", "\r\n"),
		"a byte order mark":       "\ufeff" + text,
		"no line end at the end":  strings.TrimSuffix(text, "\n"),
		"more line ends there":    text + "\n\n",
		"all of that, and a mark": "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n",
	} {
		r := checkReceipt(sent, verify.Options{})
		if said, _ := detail(r, "receipt"); !r.OK || !strings.Contains(said, "changed on the way") {
			t.Errorf("%s: %s %s", how, said, failing(r))
		}
	}
	same := func(changed []byte) bool {
		s := strings.ReplaceAll(strings.TrimPrefix(string(changed), "\ufeff"), "\r\n", "\n")
		return strings.TrimRight(s, "\n")+"\n" == text
	}
	try := func(how string, i int, changed []byte) {
		if r := checkReceipt(string(changed), verify.Options{Key: b.log.Key}); r.OK != same(changed) {
			t.Errorf("byte %d %s: ok %v", i, how, r.OK)
		}
	}
	for i, c := range []byte(text) {
		for _, mask := range []byte{0x01, 0x20, 0x80} {
			changed := []byte(text)
			changed[i] = c ^ mask
			try(fmt.Sprintf("changed by %#x", mask), i, changed)
		}
		try("left out", i, slices.Delete([]byte(text), i, i+1))
		for _, put := range []byte("\n\r A=") {
			try(fmt.Sprintf("with %q before it", put), i, slices.Insert([]byte(text), i, put))
		}
	}
}

func TestForgedReceiptsAreRefused(t *testing.T) {
	b, stranger := newBox("archive"), newBox("stranger")
	text, other := b.receipt(), stranger.receipt()
	lines := strings.SplitAfter(text, "\n")
	line := func(prefix string) int {
		return slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, prefix) })
	}
	swap := func(i, j int) string {
		l := slices.Clone(lines)
		l[i], l[j] = l[j], l[i]
		return strings.Join(l, "")
	}
	without := func(i int) string { return strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "") }
	twice := func(i int) string { return strings.Join(slices.Insert(slices.Clone(lines), i, lines[i]), "") }
	of := func(text string) (head, checkpoint string) {
		head, checkpoint, _ = strings.Cut(text, "\n\n")
		return head + "\n\n", checkpoint
	}
	head, checkpoint := of(text)
	_, strange := of(other)
	_, later := of(b.log.Receipt(b.sent, 12))
	closed, path := line("closed"), line("path")
	for name, c := range map[string]struct{ text, check string }{
		"signed by another key":                {strings.Replace(text, b.log.Key, stranger.log.Key, 1), "seal"},
		"the checkpoint of another":            {head + strange, "seal"},
		"that of another size":                 {head + later, "seal"},
		"no checkpoint":                        {head, "seal"},
		"a checkpoint with more":               {text + "— other AAAA\n", "seal"},
		"the signature twice":                  {text + checkpoint[strings.LastIndex(strings.TrimSuffix(checkpoint, "\n"), "\n")+1:], "seal"},
		"the entry of another":                 {strings.Replace(text, "entry 3\n", "entry 4\n", 1), "seal"},
		"an entry beyond the log":              {strings.Replace(text, "entry 3\n", "entry 13\n", 1), "seal"},
		"the content of another":               {strings.Replace(text, contentOf(b.opening), contentOf(b.other), 1), "seal"},
		"of another kind":                      {strings.Replace(text, "submission.received/1", "thread.added/1", 1), "receipt"},
		"of no kind":                           {strings.Replace(text, "submission.received/1", "claim.made/1", 1), "receipt"},
		"fields in another order":              {swap(line("open @kind"), line("open content")), "receipt"},
		"commitments in another order":         {swap(closed+1, closed+2), "seal"},
		"the path in another order":            {swap(path+1, path+2), "seal"},
		"a step of the path left out":          {without(path + 1), "seal"},
		"a step twice":                         {twice(path + 1), "seal"},
		"a commitment left out":                {without(closed + 1), "seal"},
		"a commitment twice":                   {twice(closed + 1), "seal"},
		"the content not opened":               {without(line("open content")), "receipt"},
		"opened twice":                         {twice(line("open content")), "receipt"},
		"two keys":                             {twice(line("key ")), "receipt"},
		"key and entry in another order":       {swap(line("key "), line("entry ")), "receipt"},
		"a line nobody knows":                  {strings.Replace(text, "\nclosed\n", "\nnote it is true\nclosed\n", 1), "receipt"},
		"words of its own":                     {strings.Replace(text, "Proof that", "Proof to the court that", 1), "receipt"},
		"the words of a language left out":     {without(2), "receipt"},
		"a number with a plus":                 {strings.Replace(text, "entry 3", "entry +3", 1), "receipt"},
		"a negative entry":                     {strings.Replace(text, "entry 3", "entry -3", 1), "seal"},
		"a key that is none":                   {strings.Replace(text, b.log.Key, "archive.example/box+00000000+AAAA", 1), "key"},
		"another version":                      {strings.Replace(text, "receipt v1", "receipt v2", 1), ""},
		"nothing":                              {"", ""},
		"a receipt in a receipt":               {head + text, "seal"},
		"two receipts":                         {text + text, "seal"},
		"endless":                              {text + strings.Repeat("a", 1<<20), "receipt"},
		"the key and checkpoint of a stranger": {strings.Replace(head, b.log.Key, stranger.log.Key, 1) + strange, "seal"},
	} {
		if c.text == text {
			t.Fatalf("%s: the test changes nothing", name)
		}
		r := checkReceipt(c.text, verify.Options{})
		if _, ok := detail(r, c.check); r.OK || ok {
			t.Errorf("%s: ok %v, failing: %s", name, r.OK, failing(r))
		}
	}
	// Whoever makes a whole log can sign receipts from it: only the key tells.
	if r := checkReceipt(other, verify.Options{}); !r.OK {
		t.Errorf("a stranger's own receipt: %s", failing(r))
	}
	fails(t, checkReceipt(other, verify.Options{Key: b.log.Key}), "key", "not the key that was given")
	fails(t, checkReceipt(text, verify.Options{Checkpoint: stranger.log.Checkpoint(13)}), "kept-checkpoint", "kept checkpoint")
}

func contentOf(o intake.Opening) string {
	text, err := o.Content().MarshalText()
	if err != nil {
		panic(err)
	}
	return string(text)
}

func FuzzReceipt(f *testing.F) {
	b := newBox("archive")
	text, opening := b.receipt(), b.opening.Text()
	f.Add([]byte(text), []byte(opening))
	f.Add([]byte(b.log.Receipt(b.sign, 13)), []byte(b.other.Text()))
	f.Add([]byte("Sanad receipt v1\nclosed\npath\n\n"), []byte("Sanad opening v1\n"))
	known := []string{text, b.log.Receipt(b.added, 13), b.log.Receipt(b.sign, 13)}
	f.Fuzz(func(t *testing.T, data, shown []byte) {
		r := verify.Receipt(context.Background(), data, verify.Options{Key: b.log.Key, Opening: shown})
		plain := strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n"), "\n") + "\n"
		if r.OK && !slices.Contains(known, plain) {
			t.Fatalf("%q passes", data)
		}
	})
}

// FuzzOpening has a holder show anything: only what is committed to passes.
func FuzzOpening(f *testing.F) {
	b := newBox("archive")
	bare := b.opening
	bare.Told = nil
	known := []string{b.opening.Text(), bare.Text()}
	for _, text := range append(known, b.other.Text(), "Sanad opening v1\nsalt \nfile \n\n") {
		f.Add([]byte(text))
	}
	receipt := []byte(b.receipt())
	f.Fuzz(func(t *testing.T, shown []byte) {
		r := verify.Receipt(context.Background(), receipt, verify.Options{Opening: shown})
		plain := strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(string(shown), "\ufeff"), "\r\n", "\n"), "\n") + "\n"
		if r.OK && len(shown) > 0 && !slices.Contains(known, plain) {
			t.Fatalf("%q passes", shown)
		}
	})
}
