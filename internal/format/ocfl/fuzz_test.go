package ocfl

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// Whatever stands in an inventory: reading it ends, and what is accepted is
// JSON in UTF-8.
func FuzzInventory(f *testing.F) {
	text, err := json.Marshal(build("v1", "v2").head())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"manifest": [[{}]], "versions": {"v1": {"state": {"a": [1]}}}, "fixity": {"md5": 3}, "x": {"y": [`))
	f.Add([]byte("{\"id\": \"\xff\", \"id\": 1}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		faults := 0
		inv, ok, err := parseInventory(bytes.NewReader(text), func(Code, string) { faults++ })
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			if faults == 0 {
				t.Fatal("refused without a reason")
			}
			return
		}
		checkInventory(inv, func(Code, string) { faults++ })
		if faults == 0 && (!json.Valid(text) || !utf8.Valid(text)) {
			t.Fatalf("accepted %q", text)
		}
	})
}

// No inventory makes an object valid whose content it does not vouch for.
func FuzzValidate(f *testing.F) {
	one, err := json.Marshal(build("v1").head())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(one, "text 1")
	f.Add(one, "other")
	f.Fuzz(func(t *testing.T, inventory []byte, text string) {
		fsys := fstest.MapFS{}
		put(fsys, "0=ocfl_object_1.1", "ocfl_object_1.1\n")
		put(fsys, "v1/content/f1.txt", text)
		seal(fsys, "", string(inventory), "sha512")
		seal(fsys, "v1/", string(inventory), "sha512")
		rep, err := Validate(context.Background(), fsys, ".")
		if err != nil {
			t.Fatal(err)
		}
		sum := []byte(hex512(text))
		if rep.Valid && !bytes.Contains(bytes.ToLower(inventory), sum) && !bytes.Contains(inventory, []byte(`\`)) {
			t.Fatalf("valid, and the digest of the content is not in %q", inventory)
		}
	})
}
