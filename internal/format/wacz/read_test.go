package wacz_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

func TestAWholePackageIsReadWithoutAWordOfBlame(t *testing.T) {
	f, err := read(t, written(t, sample(t)))
	if err != nil || len(f.problems) > 0 {
		t.Fatal(err, f.problems)
	}
	for name, want := range map[string]string{
		"title": "گزارش", "description": "A report\non a day", "creator": "sanad 0", "url": "https://news.example/", "created": "2024-05-01T10:00:00Z",
		"wacz_version": "1.1.1", "files_checked": "4", "files_wrong": "0", "files_not_listed": "0", "signature": "none", "signature_meaning": "",
	} {
		if got := f.field(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if want := "file pages/pages.jsonl\npage 1: https://news.example/ 2024-05-01T10:00:00Z\n  گزارش روز\n"; f.text() != want {
		t.Errorf("the pages are %q, want %q", f.text(), want)
	}
	if f.members["archive/data.warc.gz application/warc"] != string(records(t)) || len(f.members) != 1 {
		t.Errorf("the members are %d", len(f.members))
	}
}

func TestEveryFaultOfAPackageIsTold(t *testing.T) {
	const arch, list, pages = "archive/data.warc.gz", "datapackage.json", "pages/pages.jsonl"
	set := func(name, body string) func(map[string]string) {
		return func(m map[string]string) { m[name] = body }
	}
	swap := func(name, from, to string) func(map[string]string) {
		return func(m map[string]string) {
			if !strings.Contains(m[name], from) {
				t.Fatalf("%s does not hold %q", name, from)
			}
			m[name] = strings.Replace(m[name], from, to, 1)
		}
	}
	drop := func(name string) func(map[string]string) {
		return func(m map[string]string) { delete(m, name) }
	}
	for _, c := range []struct {
		name   string
		change func(map[string]string)
		told   string
	}{
		{"a changed page list", swap(pages, "روز", "شبِ"), "it is not the file that datapackage.json lists"},
		{"a longer archive", func(m map[string]string) { m[arch] += "x" }, "bytes, and datapackage.json says"},
		{"a missing archive", drop(arch), "holds no WARC file"},
		{"a missing file", drop("indexes/index.idx"), "datapackage.json lists it, and it is not there"},
		{"a file of its own", set("notes.txt", "n"), "datapackage.json does not list it"},
		{"a file among archives", set("archive/notes.txt", "n"), "only .warc and .warc.gz"},
		{"a file among indexes", set("indexes/notes.txt", "n"), "only CDXJ"},
		{"a file among pages", set("pages/notes.txt", "n"), "only lists of pages"},
		{"a changed list", swap(list, "sanad 0", "sanad 1"), "it is not the one that datapackage-digest.json is about"},
		{"no list", drop(list), "no file of the package can be checked"},
		{"a list that is none", set(list, "{"), "no JSON"},
		{"another profile", swap(list, "data-package", "table"), "instead of \"data-package\""},
		{"no version", swap(list, "wacz_version", "version"), "which version of WACZ"},
		{"a hash of another kind", swap(list, "sha256:", "md5:"), "in a form that is not checked"},
		{"no pages", drop(pages), "does not say which pages"},
		{"a page without time", set(pages, `{"url":"http://a.example/"}`), "line 1 lacks url or ts"},
		{"a page that is none", set(pages, "x\n\n"), "line 1 is no JSON"},
		{"a digest that is none", set("datapackage-digest.json", "["), "no JSON"},
		{"a digest of something else", swap("datapackage-digest.json", list, "other"), `about "other"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			files, names := unpack(t, written(t, sample(t)))
			c.change(files)
			names = append(names, "notes.txt", "archive/notes.txt", "indexes/notes.txt", "pages/notes.txt")
			f, err := read(t, pack(t, files, names))
			if err != nil || !strings.Contains(f.told(), c.told) {
				t.Errorf("told %v, want %q: %v", f.problems, c.told, err)
			}
		})
	}
}

func TestTextsOfPagesAreHandedOver(t *testing.T) {
	files, names := unpack(t, written(t, sample(t)))
	files["pages/extraPages.jsonl"] = `{"url":"http://a.example/","ts":"2024-05-01T10:00:00Z","text":"سطر یک\r\nline two"}`
	f, err := read(t, pack(t, files, append(names, "pages/extraPages.jsonl")))
	if err != nil || !strings.Contains(f.text(), "text of http://a.example/\nسطر یک\nline two") {
		t.Errorf("%q %v", f.text(), err)
	}
}

func TestAPackageOfVersionOneIsChecked(t *testing.T) {
	files, names := unpack(t, written(t, sample(t)))
	body := files["archive/data.warc.gz"]
	files["datapackage.json"] = `{"profile":"data-package","wacz_version":"1.0.0","resources":[{"path":"archive/data.warc.gz","hashing":"sha256",` +
		`"stats":{"hash":"` + strings.TrimPrefix(hash(body), "sha256:") + `","bytes":1}}]}`
	f, err := read(t, pack(t, files, names))
	if err != nil || !strings.Contains(f.told(), "and datapackage.json says 1") || f.field("files_checked") != "1" {
		t.Errorf("%v %v", f.problems, err)
	}
}

func TestTwoFilesOfOneNameAreTold(t *testing.T) {
	files, names := unpack(t, written(t, sample(t)))
	f, err := read(t, pack(t, files, append(names, "pages/pages.jsonl")))
	if err != nil || !strings.Contains(f.told(), "two files of this name") {
		t.Errorf("%v %v", f.problems, err)
	}
}

func TestWhatIsNoPackageIsRefusedInWords(t *testing.T) {
	whole := written(t, sample(t))
	long := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(long[len(long)-10:], 1<<28)
	empty := pack(t, nil, nil)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"nothing":          {nil, "cut off, or this is no ZIP"},
		"a letter":         {[]byte("Dear Sir"), "cut off, or this is no ZIP"},
		"a cut-off end":    {whole[:len(whole)-30], "cut off, or this is no ZIP"},
		"a long directory": {long, "longer than any real one"},
		"an empty ZIP":     {empty, "empty"},
	} {
		if _, err := read(t, c.data); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func TestAnyFaultyPackageEndsInWords(t *testing.T) {
	whole := written(t, sample(t))
	for n := 0; n < len(whole); n += 7 {
		if f, err := read(t, whole[:n]); err == nil && len(f.problems) == 0 {
			t.Fatalf("cut at %d: nothing was told", n)
		}
	}
	for n := 0; n < len(whole)*8; n += 79 {
		data := bytes.Clone(whole)
		data[n/8] ^= 1 << (n % 8)
		_, _ = read(t, data)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written(f, sample(f)))
	p := sample(f)
	p.Signer = signer(f)
	f.Add(written(f, p))
	files, names := unpack(f, written(f, sample(f)))
	files["datapackage-digest.json"] = digestOf(f, files["datapackage.json"], byDomain(f, files["datapackage.json"]))
	f.Add(pack(f, files, names))
	f.Fuzz(func(t *testing.T, data []byte) {
		if f, err := read(t, data); err == nil && len(f.fields) == 0 {
			t.Error("neither an error nor a word on the package")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	data := written(b, sample(b))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := read(b, data); err != nil {
			b.Fatal(err)
		}
	}
}
