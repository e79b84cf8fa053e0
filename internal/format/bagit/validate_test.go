package bagit

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAWholeBagIsValid(t *testing.T) {
	rep := validate(t, newBag().fs())
	if !rep.Valid || len(rep.Warnings) != 0 || rep.Version != "1.0" || rep.Files != 2 || rep.Octets != 11 {
		t.Errorf("%+v", rep)
	}
	want := []Field{{"Bagging-Date", "2024-05-31"}, {"Payload-Oxum", "11.2"}}
	if !slices.Equal(rep.Info, want) {
		t.Errorf("info: %v", rep.Info)
	}
}

// Each case harms a whole bag in one way and names everything that must be
// told of it, no more and no less.
func TestWhatMakesABagInvalidIsTold(t *testing.T) {
	const manifest, tagmanifest = "manifest-sha512.txt", "tagmanifest-sha512.txt"
	tests := map[string]struct {
		harm func(b bag)
		want []string
	}{
		"no declaration":      {func(b bag) { delete(b, "bagit.txt") }, []string{"declaration-missing bagit.txt"}},
		"declaration short":   {func(b bag) { b["bagit.txt"] = "BagIt-Version: 1.0\n"; b.seal() }, []string{"declaration-malformed bagit.txt", "declaration-malformed bagit.txt"}},
		"declaration long":    {func(b bag) { b["bagit.txt"] += "More: x\n"; b.seal() }, []string{"declaration-malformed bagit.txt"}},
		"declaration spaced":  {func(b bag) { b["bagit.txt"] = "BagIt-Version : 1.0\nTag-File-Character-Encoding:  UTF-8\n"; b.seal() }, []string{"declaration-malformed bagit.txt"}},
		"declaration marked":  {func(b bag) { b["bagit.txt"] = "\ufeff" + b["bagit.txt"]; b.seal() }, []string{"byte-order-mark bagit.txt"}},
		"declaration huge":    {func(b bag) { b["bagit.txt"] += strings.Repeat("x", 70_000); b.seal() }, []string{"file-unreadable bagit.txt"}},
		"declaration latin":   {func(b bag) { b["bagit.txt"] += "\xe9"; b.seal() }, []string{"declaration-malformed bagit.txt", "encoding-wrong bagit.txt"}},
		"version unknown":     {func(b bag) { b.old("2.0") }, []string{"version-unsupported bagit.txt"}},
		"version odd":         {func(b bag) { b.old(".97") }, []string{"version-unsupported bagit.txt"}},
		"encoding unknown":    {func(b bag) { b["bagit.txt"] = strings.Replace(b["bagit.txt"], "UTF-8", "EBCDIC-X", 1); b.seal() }, []string{"encoding-unsupported bagit.txt"}},
		"encoding wrong":      {func(b bag) { b["bag-info.txt"] += "Note: caf\xe9\nNote: \xff\n"; b.seal() }, []string{"encoding-wrong bag-info.txt"}},
		"manifest marked":     {func(b bag) { b[manifest] = "\ufeff" + b[manifest]; b.vouch() }, []string{"byte-order-mark " + manifest}},
		"no payload folder":   {func(b bag) { delete(b, "data/one.txt"); delete(b, "data/in/two.txt"); b["bag-info.txt"] = ""; b.seal() }, []string{"payload-folder-missing data"}},
		"no manifest":         {func(b bag) { delete(b, manifest); b.vouch() }, []string{"file-not-listed data/in/two.txt", "file-not-listed data/one.txt", "manifest-missing "}},
		"manifest unknown":    {func(b bag) { b["manifest-whirlpool.txt"] = b[manifest]; b.vouch() }, []string{"algorithm-unsupported manifest-whirlpool.txt"}},
		"line without path":   {func(b bag) { b[manifest] += "00ff\n"; b.vouch() }, []string{"line-malformed " + manifest}},
		"line too short":      {func(b bag) { b[manifest] += "00ff  data/x\n"; b.vouch() }, []string{"line-malformed " + manifest}},
		"line empty":          {func(b bag) { b[manifest] += "\n"; b.vouch() }, []string{"line-malformed " + manifest}},
		"line endless":        {func(b bag) { b[manifest] += strings.Repeat("x", maxLine+1); b.vouch() }, []string{"limit-exceeded " + manifest}},
		"path upwards":        {func(b bag) { b[manifest] += line512("", "data/../../x"); b.vouch() }, []string{"path-unsafe data/../../x"}},
		"path upwards back":   {func(b bag) { b[manifest] += line512("", `data/..\..\x`); b.vouch() }, []string{`path-unsafe data/..\..\x`}},
		"path with nul":       {func(b bag) { b[manifest] += line512("", "data/a\x00b"); b.vouch() }, []string{"path-unsafe data/a\x00b"}},
		"path to folder":      {func(b bag) { b[manifest] += line512("", "data/in/"); b.vouch() }, []string{"path-unsafe data/in/"}},
		"folder as file":      {func(b bag) { b[manifest] += line512("", "data/in"); b.vouch() }, []string{"file-irregular data/in"}},
		"path not payload":    {func(b bag) { b[manifest] += line512(b["bagit.txt"], "bagit.txt"); b.vouch() }, []string{"path-misplaced bagit.txt"}},
		"payload as tag":      {func(b bag) { b[tagmanifest] += line512("first", "data/one.txt") }, []string{"path-misplaced data/one.txt"}},
		"tag upwards":         {func(b bag) { b[tagmanifest] += line512("", "~someone/x") }, []string{"path-unsafe ~someone/x"}},
		"tag manifest as tag": {func(b bag) { b["tagmanifest-md5.txt"] = line5(b[manifest], manifest); b.vouch() }, []string{"tag-manifest-listed tagmanifest-md5.txt"}},
		"manifest unvouched":  {func(b bag) { b[tagmanifest] = line512(b["bagit.txt"], "bagit.txt") }, []string{"manifest-not-listed " + manifest}},
		"entry repeated":      {func(b bag) { b[manifest] += line512("first", "data/one.txt"); b.vouch() }, []string{"entry-repeated data/one.txt"}},
		"entry contradicted":  {func(b bag) { b[manifest] += line512("other", "data/one.txt"); b.vouch() }, []string{"entry-contradicted data/one.txt"}},
		"file missing":        {func(b bag) { delete(b, "data/one.txt") }, []string{"file-missing data/one.txt", "payload-oxum-wrong bag-info.txt"}},
		"tag file missing":    {func(b bag) { delete(b, "bag-info.txt") }, []string{"file-missing bag-info.txt"}},
		"file not fetched": {func(b bag) {
			delete(b, "data/one.txt")
			b["fetch.txt"] = "https://example.org/1 5 data/one.txt\n"
			b.vouch()
		},
			[]string{"file-not-fetched data/one.txt", "payload-oxum-wrong bag-info.txt"}},
		"file extra":                  {func(b bag) { b["data/x"] = "" }, []string{"file-not-listed data/x", "payload-oxum-wrong bag-info.txt"}},
		"file in one manifest":        {func(b bag) { b["manifest-md5.txt"] = line5("first", "data/one.txt"); b.vouch() }, []string{"file-not-listed-by-all data/in/two.txt"}},
		"content changed":             {func(b bag) { b["data/one.txt"] = "FIRST" }, []string{"checksum-wrong data/one.txt"}},
		"tag file changed":            {func(b bag) { b["bag-info.txt"] += "Note: added\n" }, []string{"checksum-wrong bag-info.txt"}},
		"name cased, content changed": {func(b bag) { b["data/ONE.txt"] = "FIRST"; delete(b, "data/one.txt") }, []string{"file-missing data/one.txt", "file-not-listed data/ONE.txt"}},
		"fetch upwards":               {func(b bag) { b["fetch.txt"] = "https://example.org/1 - ../x\n"; b.vouch() }, []string{"path-unsafe ../x"}},
		"fetch drive":                 {func(b bag) { b["fetch.txt"] = "https://example.org/1 - C:\\x\n"; b.vouch() }, []string{`path-unsafe C:\x`}},
		"fetch of tag":                {func(b bag) { b["fetch.txt"] = "https://example.org/1 - bagit.txt\n"; b.vouch() }, []string{"path-misplaced bagit.txt"}},
		"fetch unlisted":              {func(b bag) { b["fetch.txt"] = "https://example.org/1 - data/x\n"; b.vouch() }, []string{"fetch-not-listed data/x"}},
		"fetch relative":              {func(b bag) { b["fetch.txt"] = "1.txt - data/one.txt\n"; b.vouch() }, []string{"line-malformed fetch.txt"}},
		"fetch length odd":            {func(b bag) { b["fetch.txt"] = "https://example.org/1 five data/one.txt\n"; b.vouch() }, []string{"line-malformed fetch.txt"}},
		"info without colon":          {func(b bag) { b["bag-info.txt"] += "no colon\n"; b.seal() }, []string{"line-malformed bag-info.txt"}},
		"info label spaced":           {func(b bag) { b["bag-info.txt"] += "Note : x\n"; b.seal() }, []string{"line-malformed bag-info.txt"}},
		"info begins folded":          {func(b bag) { b["bag-info.txt"] = "  x\n" + b["bag-info.txt"]; b.seal() }, []string{"line-malformed bag-info.txt"}},
		"info no label":               {func(b bag) { b["bag-info.txt"] += ": x\n"; b.seal() }, []string{"line-malformed bag-info.txt"}},
		"info huge": {func(b bag) {
			b["bag-info.txt"] += strings.Repeat("Note: "+strings.Repeat("x", maxLine/2)+"\n", 33)
			b.seal()
		}, []string{"limit-exceeded bag-info.txt"}},
		"oxum wrong":     {func(b bag) { b["bag-info.txt"] = "Payload-Oxum: 11.3\n"; b.seal() }, []string{"payload-oxum-wrong bag-info.txt"}},
		"oxum malformed": {func(b bag) { b["bag-info.txt"] = "payload-oxum: 11\n"; b.seal() }, []string{"payload-oxum-malformed bag-info.txt"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBag()
			tt.harm(b)
			if got := told(validate(t, b.fs()).Errors); !slices.Equal(got, tt.want) {
				t.Errorf("have %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLinksAreNeverFollowed(t *testing.T) {
	fsys := newBag().fs()
	fsys["data/one.txt"] = &fstest.MapFile{Data: []byte("in/two.txt"), Mode: fs.ModeSymlink}
	fsys["bag-info.txt"].Data = []byte("Bagging-Date: 2024-05-31\n")
	fsys["elsewhere"] = &fstest.MapFile{Data: []byte("data"), Mode: fs.ModeSymlink}
	want := []string{"checksum-wrong bag-info.txt", "file-irregular data/one.txt", "file-irregular elsewhere"}
	if got := told(validate(t, fsys).Errors); !slices.Equal(got, want) {
		t.Errorf("have %q", got)
	}
}

func TestErrorsAreBounded(t *testing.T) {
	b := newBag()
	for range MaxFindings + 7 {
		b["manifest-sha512.txt"] += "x\n"
	}
	rep := validate(t, b.vouch().fs())
	if len(rep.Errors) != MaxFindings || rep.Unkept != 7 {
		t.Errorf("kept %d, dropped %d", len(rep.Errors), rep.Unkept)
	}
}
