package ocfl

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"time"
)

// stored is one content file and the logical paths it serves.
type stored struct {
	sha512  [64]byte
	sha256  [32]byte
	content string   // path below v1/content/
	logical []string // in the order given
}

// inventoryOut writes inventory.json a line at a time: the whole as one text
// would double the memory of an object with a million files.
type inventoryOut struct {
	w   *bufio.Writer
	buf bytes.Buffer
	enc *json.Encoder
}

func newInventoryOut(w io.Writer) *inventoryOut {
	o := &inventoryOut{w: bufio.NewWriterSize(w, 64<<10)}
	o.enc = json.NewEncoder(&o.buf)
	o.enc.SetEscapeHTML(false)
	return o
}

// quote gives a string as JSON.
func (o *inventoryOut) quote(s string) []byte {
	o.buf.Reset()
	_ = o.enc.Encode(s) // a string into a buffer cannot fail
	return bytes.TrimRight(o.buf.Bytes(), "\n")
}

// put writes texts as they are. The error of the buffered writer stays until
// it is flushed.
func (o *inventoryOut) put(texts ...string) {
	for _, t := range texts {
		_, _ = o.w.WriteString(t)
	}
}

func (o *inventoryOut) pair(indent, key, value, end string) {
	o.put(indent, `"`, key, `": `)
	_, _ = o.w.Write(o.quote(value))
	o.put(end)
}

// write writes the inventory of an object with one version. The keys of its
// blocks are in the order of their digests, so that the same object always
// gives the same bytes.
func (o *inventoryOut) write(obj Object, files []stored) error {
	slices.SortFunc(files, func(a, b stored) int { return bytes.Compare(a.sha512[:], b.sha512[:]) })
	o.put("{\n")
	o.pair("  ", "id", obj.ID, ",\n")
	o.put(`  "type": "` + typeURI("1.1") + `",` + "\n")
	o.put(`  "digestAlgorithm": "sha512",` + "\n" + `  "head": "v1",` + "\n")
	o.put(`  "manifest": `)
	o.digests("  ", files, sha512Hex, contentPaths)
	o.put(",\n", `  "versions": {`, "\n", `    "v1": {`, "\n")
	o.pair("      ", "created", obj.Created.UTC().Format(time.RFC3339), ",\n")
	o.pair("      ", "message", obj.Message, ",\n")
	o.put(`      "user": {`, "\n")
	o.pair("        ", "name", obj.User.Name, ",\n")
	o.pair("        ", "address", obj.User.Address, "\n      },\n")
	o.put(`      "state": `)
	o.digests("      ", files, sha512Hex, func(s stored) []string { return s.logical })
	o.put("\n    }\n  },\n", `  "fixity": {`, "\n", `    "sha256": `)
	slices.SortFunc(files, func(a, b stored) int { return bytes.Compare(a.sha256[:], b.sha256[:]) })
	o.digests("    ", files, sha256Hex, contentPaths)
	o.put("\n  }\n}\n")
	return o.w.Flush()
}

func sha512Hex(s stored) string { return hex.EncodeToString(s.sha512[:]) }
func sha256Hex(s stored) string { return hex.EncodeToString(s.sha256[:]) }

func contentPaths(s stored) []string { return []string{"v1/content/" + s.content} }

// digests writes a block of digests, each with the paths it names.
func (o *inventoryOut) digests(indent string, files []stored, digest func(stored) string, paths func(stored) []string) {
	o.put("{")
	for i, f := range files {
		if i > 0 {
			o.put(",")
		}
		o.put("\n", indent, `  "`, digest(f), `": [`)
		for j, p := range paths(f) {
			if j > 0 {
				o.put(", ")
			}
			_, _ = o.w.Write(o.quote(p))
		}
		o.put("]")
	}
	o.put("\n", indent, "}")
}
