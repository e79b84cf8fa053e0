package ffprobe

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"reflect"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/tool/outside"
	"sanad/internal/tool/outside/outsidetest"
)

func installed(t *testing.T) Tool {
	t.Helper()
	tool, err := Find(context.Background())
	outsidetest.Have(t, err)
	return tool
}

type sink struct {
	content.Sink
	fields map[string]string
	fail   error
}

func (s *sink) Field(f content.Field) error {
	if s.fields == nil {
		s.fields = map[string]string{}
	}
	s.fields[f.Name] = f.Value
	return s.fail
}

func source(data []byte) content.Source {
	return content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: "concat:/etc/passwd"}
}

func options() content.Options { return content.Options{Limits: content.DefaultLimits()} }

// wave is a RIFF WAVE of so many seconds of a tone, 8000 samples a second, with
// a title.
func wave(seconds int) []byte {
	chunk := func(name string, body []byte) []byte {
		return append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
	}
	form := binary.LittleEndian.AppendUint32([]byte{1, 0, 1, 0}, 8000)
	form = append(binary.LittleEndian.AppendUint32(form, 8000), 1, 0, 8, 0)
	samples := bytes.Repeat([]byte{128, 200, 228, 200, 128, 56, 28, 56}, 1000*seconds)
	body := append([]byte("WAVE"), chunk("fmt ", form)...)
	body = append(body, chunk("LIST", append([]byte("INFO"), chunk("INAM", []byte("جلسه!"+"\x00"))...))...)
	return chunk("RIFF", append(body, chunk("data", samples)...))
}

func TestARecordingIsDescribed(t *testing.T) {
	var got sink
	if err := installed(t).Read(context.Background(), source(wave(3)), options(), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"duration_ms": "3000", "codec": "pcm_u8", "container": "wav", "title": "جلسه!"} {
		if got.fields[name] != want {
			t.Errorf("%s is %q, want %q (%v)", name, got.fields[name], want, got.fields)
		}
	}
}

func TestALongRecordingIsDescribedByItsEnds(t *testing.T) {
	var got sink
	long := wave(3 * ends / 8000)
	if err := installed(t).Read(context.Background(), source(long), options(), &got); err != nil || got.fields["duration_ms"] != "12582000" {
		t.Errorf("%v, %v", got.fields, err)
	}
}

func TestWhatIsNoRecordingIsAnError(t *testing.T) {
	tool := installed(t)
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("hello"), "cut": wave(1)[:10],
		"a list of other files": []byte("ffconcat version 1.0\nfile /usr/share/x.wav\n"),
		"a list from elsewhere": []byte("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x.ts\n#EXT-X-ENDLIST\n"),
	} {
		var got sink
		if err := tool.Read(context.Background(), source(data), options(), &got); err == nil || !outside.Hostile(err) || len(got.fields) > 0 {
			t.Errorf("%s: %v, %v", name, got.fields, err)
		}
	}
	stop := errors.New("stop")
	if err := tool.Read(context.Background(), source(wave(1)), options(), &sink{fail: stop}); err != stop {
		t.Errorf("the receiver's error came back as %v", err)
	}
}

func TestAnswersBecomeFields(t *testing.T) {
	const video = `{"streams":[
		{"codec_type":"video","codec_name":"png","width":9,"height":9,"disposition":{"attached_pic":1}},
		{"codec_type":"video","codec_name":"h264","width":1920,"height":1080,"side_data_list":[{"rotation":-90}],
		 "tags":{"creation_time":"1982-11-03T10:00:00.000000Z","handler_name":"x","language":"und"}},
		{"codec_type":"audio","codec_name":"aac","tags":{"language":"fas"}}],
	 "format":{"format_name":"mov,mp4","duration":"12.3456","tags":{"creation_time":"1982-11-03T10:00:00.000000Z",
		"com.apple.quicktime.location.ISO6709":"+35.5000-051.2500+010/","com.apple.quicktime.make":"Maker","com.apple.quicktime.model":"Model 1",
		"Encoder":"Lavf59","artist":"A","comment":"C","ALBUM":"B"}}}`
	got, err := fieldsOf([]byte(video))
	if err != nil {
		t.Fatal(err)
	}
	want := []content.Field{
		{Name: "container", Value: "mov,mp4"}, {Name: "duration_ms", Value: "12346"}, {Name: "codec", Value: "png, h264, aac"},
		{Name: "width", Value: "1920"}, {Name: "height", Value: "1080"}, {Name: "rotation", Value: "-90"},
		{Name: "album", Value: "B"}, {Name: "creator", Value: "Lavf59"}, {Name: "author", Value: "A"},
		{Name: "latitude", Value: "35.5"}, {Name: "longitude", Value: "-51.25"},
		{Name: "camera", Value: "Maker"}, {Name: "camera", Value: "Model 1"}, {Name: "description", Value: "C"},
		{Name: "created", Value: "1982-11-03T10:00:00Z"}, {Name: "language", Value: "fas"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

func TestDatesAreAsExactAsTheRecording(t *testing.T) {
	for value, want := range map[string]string{
		"2019": "2019", "2019-05-01": "2019-05-01", "2019-05-01 10:00:00": "2019-05-01T10:00:00",
		"2019-05-01T10:00:00+0330": "2019-05-01T10:00:00+03:30", "1904-01-01T00:00:00.000000Z": "", "1970-01-01T00:00:00Z": "",
	} {
		if got := moment(value); got != want {
			t.Errorf("%q is %q, want %q", value, got, want)
		}
	}
}

func FuzzFields(f *testing.F) {
	f.Add([]byte(`{"format":{"duration":"NaN","tags":{"location":"+1-2/","\u0000":"\ud800"}},"streams":[{"side_data_list":[{"rotation":1e308}]}]}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, said []byte) {
		fields, _ := fieldsOf(said)
		for _, field := range fields {
			if field.Name == "" || field.Value == "" || strings.ToValidUTF8(field.Value, "") != field.Value {
				t.Errorf("%+q", field)
			}
		}
	})
}
