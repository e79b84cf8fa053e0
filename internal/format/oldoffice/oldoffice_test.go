package oldoffice_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"sanad/internal/format/content"
	"sanad/internal/format/oldoffice"
	"sanad/internal/format/readtest"
)

const sector = 512

// entry makes an entry of the directory (MS-CFB section 2.6.1).
func entry(name string, kind byte, right, child, start uint32, size int) string {
	var e [128]byte
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		binary.LittleEndian.PutUint16(e[2*i:], u)
	}
	binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
	e[66], e[67] = kind, 1
	binary.LittleEndian.PutUint32(e[68:], 0xFFFFFFFF)
	binary.LittleEndian.PutUint32(e[72:], right)
	binary.LittleEndian.PutUint32(e[76:], child)
	binary.LittleEndian.PutUint32(e[116:], start)
	binary.LittleEndian.PutUint32(e[120:], uint32(size))
	return string(e[:])
}

// compound makes a compound file of streams, by name and bytes in turn, each
// filled with zero bytes to 4096, below which streams lie elsewhere. A name
// that ends with / is a storage.
func compound(streams ...string) string {
	const none, end = 0xFFFFFFFF, 0xFFFFFFFE
	count := len(streams)/2 + 1
	directorySectors := (count + 3) / 4
	fat := []uint32{0xFFFFFFFD}
	for i := range directorySectors {
		fat = append(fat, uint32(i+2))
	}
	fat[len(fat)-1] = end
	directory, data := entry("Root Entry", 5, none, 1, end, 0), ""
	for i := 0; i < len(streams); i += 2 {
		right := uint32(i/2 + 2)
		if i+2 >= len(streams) {
			right = none
		}
		if name, ok := strings.CutSuffix(streams[i], "/"); ok {
			directory += entry(name, 1, right, none, 0, 0)
			continue
		}
		body := streams[i+1]
		padded := max(8*sector, (len(body)+sector-1)/sector*sector)
		directory += entry(streams[i], 2, right, none, uint32(len(fat)), max(len(body), 8*sector))
		data += body + strings.Repeat("\x00", padded-len(body))
		for range padded/sector - 1 {
			fat = append(fat, uint32(len(fat)+1))
		}
		fat = append(fat, end)
	}
	directory += strings.Repeat("\x00", directorySectors*sector-len(directory))
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: end, 68: end} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	for at := 80; at < sector; at += 4 {
		binary.LittleEndian.PutUint32(head[at:], none)
	}
	table := make([]byte, sector)
	for i := range sector / 4 {
		v := uint32(none)
		if i < len(fat) {
			v = fat[i]
		}
		binary.LittleEndian.PutUint32(table[4*i:], v)
	}
	return string(head) + string(table) + directory + data
}

// properties makes a stream of properties (MS-OLEPS): a code page, then texts
// and times by id.
func properties(page uint16, values map[uint32]any) string {
	le := binary.LittleEndian
	ids := []uint32{1}
	body := [][]byte{le.AppendUint16([]byte{2, 0, 0, 0}, page)}
	body[0] = append(body[0], 0, 0)
	for id := uint32(2); id < 40; id++ {
		switch v := values[id].(type) {
		case string:
			ids, body = append(ids, id), append(body, append(le.AppendUint32([]byte{30, 0, 0, 0}, uint32(len(v)+1)), v+"\x00"...))
		case uint64:
			ids, body = append(ids, id), append(body, le.AppendUint64([]byte{64, 0, 0, 0}, v))
		case int:
			ids, body = append(ids, id), append(body, le.AppendUint32([]byte{3, 0, 0, 0}, uint32(v)))
		}
	}
	head := le.AppendUint32(nil, 0)
	head = le.AppendUint32(head, uint32(len(ids)))
	at := 8 + 8*len(ids)
	var all []byte
	for i, b := range body {
		head = le.AppendUint32(le.AppendUint32(head, ids[i]), uint32(at+len(all)))
		all = append(all, b...)
	}
	return string(le.AppendUint32(append([]byte("\xfe\xff\x00\x00\x05\x01\x02\x00"), make([]byte, 36)...), 48)) + string(head) + string(all)
}

func summary() string {
	return properties(1256, map[uint32]any{2: "\xd2\xc7\xd1\xd4", 4: "Sara Nik", 8: "Dara Kuhi", 9: "7", 12: uint64(132223104000000000), 13: uint64(0), 14: 3, 18: "Microsoft Word 8.0"})
}

func TestADocumentIsToldByItsStreamsAndDescribedByItsProperties(t *testing.T) {
	for stream, want := range map[string]string{
		"WordDocument": "old Word document", "Workbook": "old Excel workbook", "Book": "old Excel workbook", "PowerPoint Document": "old PowerPoint presentation",
	} {
		data := compound("\x05SummaryInformation", summary(), stream, "", "\x05DocumentSummaryInformation", properties(1252, map[uint32]any{15: "Office"}))
		got := readtest.Of(oldoffice.Read, data)
		got.Check(t, data)
		if !errors.Is(got.Err, oldoffice.ErrConverter) || !strings.Contains(got.Err.Error(), want+": needs LibreOffice") || len(got.Problems) != 0 {
			t.Errorf("%s: %v, %v", stream, got.Err, got.Problems)
		}
		for field, want := range map[string]string{
			"title": "زارش", "author": "Sara Nik", "last_modified_by": "Dara Kuhi", "revision": "7", "created": "2020-01-01T00:00:00Z",
			"modified": "", "page_count": "3", "creator": "Microsoft Word 8.0", "company": "Office", "ole_kind": want, "macros": "",
		} {
			if got.Value(field) != want {
				t.Errorf("%s: %s is %q, want %q", stream, field, got.Value(field), want)
			}
		}
	}
}

func TestMacrosAreTold(t *testing.T) {
	for _, storage := range []string{"Macros/", "_VBA_PROJECT_CUR/", "VBA/"} {
		if got := readtest.Of(oldoffice.Read, compound("WordDocument", "", storage, "")); got.Value("macros") != "present" {
			t.Errorf("%s: %v", storage, got.Fields)
		}
	}
}

func TestAnEncryptedDocumentWantsAPassword(t *testing.T) {
	word := "\xec\xa5\xc1\x00\x00\x00\x00\x00\x00\x00\x00\x01"
	excel := "\x09\x08\x02\x00\x00\x06\x2f\x00\x02\x00\x00\x00"
	point := "\x00\x00\xf6\x0f\x14\x00\x00\x00\x14\x00\x00\x00\xdf\xc4\xd1\xf3"
	for name, data := range map[string]string{
		"Word":       compound("WordDocument", word, "\x05SummaryInformation", summary()),
		"Excel":      compound("Workbook", excel, "\x05SummaryInformation", summary()),
		"PowerPoint": compound("PowerPoint Document", "", "Current User", point, "\x05SummaryInformation", summary()),
		"2007":       compound("EncryptedPackage", "", "EncryptionInfo", "", "\x05SummaryInformation", summary()),
	} {
		got := readtest.Of(oldoffice.Read, data)
		if !errors.Is(got.Err, content.ErrPassword) || got.Value("author") != "Sara Nik" {
			t.Errorf("%s: %v, %v", name, got.Err, got.Fields)
		}
	}
}

func TestWithThePasswordTheDocumentInsideIsHandedOver(t *testing.T) {
	plain := "PK\x03\x04 and the rest of a package" + strings.Repeat(".", 5000)
	sealed, err := excelize.Encrypt([]byte(plain), &excelize.Options{Password: "گذرواژه"})
	if err != nil {
		t.Fatal(err)
	}
	opt := readtest.Options()
	opt.Password = "گذرواژه"
	got := readtest.With(oldoffice.Read, string(sealed), opt)
	if got.Err != nil || len(got.Members) != 1 || !strings.HasPrefix(got.Members[0].Data, plain) {
		t.Errorf("%v, %d members", got.Err, len(got.Members))
	}
	for _, wrong := range []string{"", "another"} {
		opt.Password = wrong
		if got := readtest.With(oldoffice.Read, string(sealed), opt); !errors.Is(got.Err, content.ErrPassword) || len(got.Members) != 0 {
			t.Errorf("%q: %v", wrong, got.Err)
		}
	}
	opt.Password, opt.Limits.WholeBytes = "گذرواژه", 100
	if got := readtest.With(oldoffice.Read, string(sealed), opt); got.Limit() != "whole_bytes" {
		t.Error(got.Err)
	}
}

func TestAnEmbeddedFileIsHandedOver(t *testing.T) {
	native := "\x00\x00\x00\x00\x02\x00نامه.txt\x00C:\\x\x00\x00\x00\x03\x00\x05\x00\x00\x00C:\\t\x00\x05\x00\x00\x00hello"
	got := readtest.Of(oldoffice.Read, compound("\x01Ole10Native", native))
	if got.Err != nil || len(got.Members) != 1 || got.Members[0].Name != "نامه.txt" || got.Members[0].Data != "hello" {
		t.Errorf("%q, %v", got.Members, got.Err)
	}
	got = readtest.Of(oldoffice.Read, compound("CONTENTS", "%PDF-1.4"))
	if got.Err != nil || len(got.Members) != 1 || !strings.HasPrefix(got.Members[0].Data, "%PDF-1.4") {
		t.Errorf("%q, %v", got.Members, got.Err)
	}
}

// endless is a file of sectors of 4096 bytes with a directory of 12 MB.
func endless() string {
	const big, tables = 4096, 3
	data := make([]byte, (1+tables*big/4)*big)
	copy(data, compound("WordDocument", "")[:76])
	le := binary.LittleEndian
	le.PutUint16(data[26:], 4)
	le.PutUint16(data[30:], 12)
	le.PutUint32(data[44:], tables)
	le.PutUint32(data[48:], tables)
	for i := range 109 {
		le.PutUint32(data[76+4*i:], 0xFFFFFFFF)
		if i < tables {
			le.PutUint32(data[76+4*i:], uint32(i))
		}
	}
	for i := range tables * big / 4 {
		le.PutUint32(data[big+4*i:], uint32(i+1))
	}
	return string(data)
}

func TestDamagedAndHostileFilesAreToldInPlainWords(t *testing.T) {
	whole := compound("WordDocument", "", "\x05SummaryInformation", summary())
	loop := []byte(whole)
	binary.LittleEndian.PutUint32(loop[2*sector+128+72:], 1) // an entry beside itself
	chain := []byte(whole)
	binary.LittleEndian.PutUint32(chain[sector+4:], 1) // a directory without an end
	for name, c := range map[string]struct{ data, want string }{
		"no OLE2":         {"not at all", "damaged or cut off"},
		"head alone":      {whole[:sector], "damaged or cut off"},
		"loop":            {string(loop), "damaged"},
		"endless chain":   {string(chain), "damaged"},
		"many entries":    {endless(), "over the limit members"},
		"nothing known":   {compound("Something", ""), "a kind that is not known"},
		"Outlook message": {compound("__properties_version1.0", ""), "Outlook message: its text is not read"},
	} {
		got := readtest.Of(oldoffice.Read, c.data)
		if got.Err == nil || !strings.Contains(got.Err.Error(), c.want) {
			t.Errorf("%s: %v", name, got.Err)
		}
	}
	broken := readtest.Of(oldoffice.Read, compound("WordDocument", "", "\x05SummaryInformation", strings.Repeat("\xff", 5000)))
	if len(broken.Problems) != 1 || !strings.Contains(broken.Problems[0].Reason, "properties are damaged") {
		t.Errorf("%v", broken.Problems)
	}
}

func TestDamageNeverPanics(t *testing.T) {
	readtest.Damage(t, oldoffice.Read, compound("WordDocument", "\xec\xa5", "\x05SummaryInformation", summary(), "\x01Ole10Native", "x", "VBA/", ""))
}

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, oldoffice.Read, compound("WordDocument", "", "\x05SummaryInformation", summary()), compound("\x01Ole10Native", "\x00\x00\x00\x00\x02\x00a\x00b\x00"))
}

func BenchmarkRead(b *testing.B) {
	data := compound("WordDocument", "", "\x05SummaryInformation", summary())
	for b.Loop() {
		if got := readtest.Of(oldoffice.Read, data); got.Value("author") != "Sara Nik" {
			b.Fatal(got.Err)
		}
	}
}
