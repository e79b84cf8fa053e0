package media

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// samples are a recording of each kind.
func samples() map[string][]byte {
	return map[string][]byte{"mp4": mp4Film(), "mp3": mp3Sound(), "wav": wavSound(), "avi": aviFilm(), "aiff": aiffSound(),
		"opus": opusSound(), "flac": flacSound(), "amr": amrSound(), "matroska": matroskaFilm()}
}

func TestWhatRecordingsSayOfThemselves(t *testing.T) {
	want := map[string]map[string]string{
		"mp4": {"format": "MP4", "duration_ms": "2500", "created": "2020-01-02T03:04:05Z", "modified": "2020-01-02T03:05:05Z", "taken": "2020-01-02T06:34:05+03:30",
			"width": "480", "height": "640", "rotation": "90", "title": "عنوان", "author": "Negar", "camera": "Cam 1", "language": "fas", "place": "نارستان"},
		"mp3":      {"format": "MP3", "codec": "MP3", "title": "old title", "author": "نگار", "taken": "2020-01-02", "duration_ms": "104", "duration_guess": "likely"},
		"wav":      {"format": "WAV", "codec": "PCM", "duration_ms": "500", "title": "عنوان", "description": "در میدان", "creator": "Recorder 5", "taken": "2020-01-02T03:04:05"},
		"avi":      {"format": "AVI", "codec": "H.264", "duration_ms": "2500", "width": "320", "height": "240", "creator": "Cam 1"},
		"aiff":     {"format": "AIFF", "duration_ms": "500", "title": "عنوان"},
		"opus":     {"format": "Ogg", "codec": "Opus", "duration_ms": "3000", "title": "عنوان", "author": "Negar", "taken": "2020-01-02", "latitude": "35.5", "longitude": "51.25", "creator": "lib1"},
		"flac":     {"format": "FLAC", "codec": "FLAC", "duration_ms": "2000", "title": "عنوان"},
		"amr":      {"format": "AMR", "codec": "AMR", "duration_ms": "100"},
		"matroska": {"format": "Matroska", "codec": "VP9", "duration_ms": "2500", "created": "2020-01-02T03:04:05Z", "title": "عنوان", "author": "Negar", "width": "640", "height": "480"},
	}
	for kind, data := range samples() {
		got, err := read(t, "", data, small())
		if err != nil || len(got.problems) > 0 {
			t.Errorf("%s: %v %q", kind, err, got.problems)
		}
		for name, v := range want[kind] {
			if got.fields[name] != v {
				t.Errorf("%s: %s is %q, not %q", kind, name, got.fields[name], v)
			}
		}
	}
}

func TestPicturesInsideAreHandedOver(t *testing.T) {
	for kind, want := range map[string][]string{
		"mp4": {"cover.jpg=\xff\xd8cover"}, "mp3": {"cover=\x89PNG", "a.txt=inside"}, "flac": {"cover=\x89PNG"}, "matroska": {"a.jpg=\xff\xd8cover"},
	} {
		got, err := read(t, "", samples()[kind], small())
		if err != nil || !slices.Equal(got.members, want) || got.metas[0].Role != "embedded" || got.metas[0].MediaType == "" {
			t.Errorf("%s: %v %q %+v", kind, err, got.members, got.metas)
		}
	}
}

func TestEveryCodecAndPlaceOfAFilmIsTold(t *testing.T) {
	data := mp4Film()
	for _, want := range []string{"codec H.264", "codec AAC", "latitude 35.51", "longitude 51.25", "latitude 35", "longitude 51"} {
		var all []string
		f := &file{src: source(data), opt: small(), out: fieldSink{&record{}, func(s string) { all = append(all, s) }}, seen: seen()}
		if err := f.mp4(); err != nil || !slices.Contains(all, want) {
			t.Errorf("%q is not in %q (%v)", want, all, err)
		}
	}
}

func TestAFilmCutOffTellsWhatIsLost(t *testing.T) {
	data := mp4Film()
	if got, err := read(t, "", data[:len(data)-3], small()); err != nil || !got.told("sound and film", "cut off") {
		t.Error(err, got.problems)
	}
	if _, err := read(t, "", slices.Concat(data[:16], box("mdat", zeros(50))), small()); err == nil || !strings.Contains(err.Error(), "moov") {
		t.Error(err)
	}
	wav := wavSound()
	got, err := read(t, "", wav[:len(wav)-4000], small())
	if err != nil || got.fields["duration_ms"] != "250" || !got.told("sound", "cut off") {
		t.Error(err, got.fields, got.problems)
	}
	got, err = read(t, "", bytes.Replace(matroskaFilm(), []byte("\xff\xd8cover"), []byte("\xff\xd8"), 1), small())
	if err != nil || got.fields["duration_ms"] != "2500" {
		t.Error(err, got.fields)
	}
}

func TestBoxesInBoxesEnd(t *testing.T) {
	deep := box("moov", nil)
	for range 5000 {
		deep = box("trak", deep)
	}
	if got, err := read(t, "", box("moov", deep), small()); err != nil {
		t.Error(err, got)
	}
	many := bytes.Repeat(box("free"), 200_000)
	if _, err := read(t, "", box("moov", many), small()); err != nil {
		t.Error(err)
	}
}

func TestCountedFramesAreLongerThanGuessed(t *testing.T) {
	frame := slices.Concat([]byte{0xff, 0xfb, 0x90, 0}, zeros(32), []byte("Xing"), b32(1), b32(1000), zeros(413-44))
	got, err := read(t, "", slices.Concat(frame, frame), small())
	if err != nil || got.fields["duration_ms"] != "26122" || got.fields["duration_guess"] != "" {
		t.Error(err, got.fields)
	}
}

func TestNoTimeOrPlaceIsMadeUp(t *testing.T) {
	for s, want := range map[string]string{"2020": "2020", "2020-01-02": "2020-01-02", "2020-01-02T03:04:05+0330": "2020-01-02T03:04:05+03:30", "2020-01-02T03:04:05": "2020-01-02T03:04:05", "yesterday": "", "": "", "2020-1-2": ""} {
		if got := isoTime(s); got != want {
			t.Errorf("%q: %q, not %q", s, got, want)
		}
	}
	for _, s := range []string{"+95.0+051.0/", "+00.0+000.0/", "35.5,51.2", "+x+y", "+", "+35.5"} {
		got := &record{}
		f := &file{out: got, seen: seen()}
		if f.place(s); len(got.fields) > 0 {
			t.Errorf("%q: %v", s, got.fields)
		}
	}
}

func TestWhatIsNoRecordingIsAnError(t *testing.T) {
	for _, data := range []string{"", "words", "OggS", "fLaC", "RIFF\x00\x00\x00\x00WAVE", "RIFF\x00\x00\x00\x00AVI ", "FORM\x00\x00\x00\x00AIFF", "ID3\x03\x00\x00\x00\x00\x00\x00", "\x1a\x45\xdf\xa3", "\x00\x00\x00\x08ftyp"} {
		if got, err := read(t, "", []byte(data), small()); err == nil {
			t.Errorf("%q: %v", data, got.fields)
		}
	}
}

func TestDamageNeverPanicsNorHangs(t *testing.T) {
	for _, data := range samples() {
		hurt(t, "", data, small())
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range samples() {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { _, _ = read(t, "", data, small()) })
}

func BenchmarkRead(b *testing.B) {
	for kind, data := range samples() {
		b.Run(kind, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := read(b, "", data, small()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
