package ffprobe

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// answer is the part of the program's JSON that is used.
type answer struct {
	Format struct {
		Name     string            `json:"format_name"`
		Duration string            `json:"duration"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
	Streams []stream `json:"streams"`
}

type stream struct {
	Kind     string            `json:"codec_type"`
	Codec    string            `json:"codec_name"`
	Duration string            `json:"duration"`
	Width    int64             `json:"width"`
	Height   int64             `json:"height"`
	Tags     map[string]string `json:"tags"`
	Side     []struct {
		Rotation float64 `json:"rotation"`
	} `json:"side_data_list"`
	Disposition struct {
		Cover int `json:"attached_pic"`
	} `json:"disposition"`
}

// fieldsOf reads the program's answer.
func fieldsOf(said []byte) ([]content.Field, error) {
	var a answer
	if err := json.Unmarshal(said, &a); err != nil {
		return nil, fmt.Errorf("describing the recording: the program's answer is not of its form: %w", err)
	}
	fields := list{}
	fields.add("container", a.Format.Name)
	fields.add("duration_ms", a.duration())
	var codecs []string
	for _, s := range a.Streams {
		if s.Codec != "" {
			codecs = append(codecs, s.Codec)
		}
	}
	fields.add("codec", strings.Join(codecs, ", "))
	if video, ok := a.video(); ok {
		fields.add("width", strconv.FormatInt(video.Width, 10))
		fields.add("height", strconv.FormatInt(video.Height, 10))
		if len(video.Side) > 0 && video.Side[0].Rotation != 0 {
			fields.add("rotation", strconv.FormatFloat(video.Side[0].Rotation, 'f', -1, 64))
		}
	}
	fields.tags(a.Format.Tags)
	for _, s := range a.Streams {
		// The same in every stream, or names of parts of programs.
		delete(s.Tags, "handler_name")
		delete(s.Tags, "vendor_id")
		fields.tags(s.Tags)
	}
	return fields, nil
}

// video is the first moving picture; the cover of a disc is none.
func (a answer) video() (stream, bool) {
	for _, s := range a.Streams {
		if s.Kind == "video" && s.Disposition.Cover == 0 && s.Width > 0 && s.Height > 0 {
			return s, true
		}
	}
	return stream{}, false
}

// duration is that of the whole, or of the longest stream, in milliseconds.
func (a answer) duration() string {
	longest := seconds(a.Format.Duration)
	for _, s := range a.Streams {
		if a.Format.Duration == "" {
			longest = max(longest, seconds(s.Duration))
		}
	}
	if longest <= 0 {
		return ""
	}
	return strconv.FormatInt(int64(math.Round(longest*1000)), 10)
}

func seconds(text string) float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !(f > 0) || f > 1e9 {
		return 0
	}
	return f
}

type list []content.Field

// add adds a field once: a value that stands there already under the name is
// not said again.
func (l *list) add(name, value string) {
	value = strings.ToValidUTF8(value, string(utf8.RuneError))
	f := content.Field{Name: name, Value: value}
	if value != "" && !slices.Contains(*l, f) {
		*l = append(*l, f)
	}
}

// tags adds what the recording says of itself, under the names that all formats
// share where there is one.
func (l *list) tags(tags map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		value := tags[key]
		switch name := fieldName(key); name {
		case "creation_time", "date", "com_apple_quicktime_creationdate":
			l.add("created", moment(value))
		case "location", "location_eng", "com_apple_quicktime_location_iso6709":
			latitude, longitude := place(value)
			l.add("latitude", latitude)
			l.add("longitude", longitude)
		case "artist":
			l.add("author", value)
		case "comment":
			l.add("description", value)
		case "encoder", "com_apple_quicktime_software":
			l.add("creator", value)
		case "com_apple_quicktime_make", "com_apple_quicktime_model", "com_android_manufacturer", "com_android_model":
			l.add("camera", value)
		case "language":
			if value != "und" {
				l.add(name, value)
			}
		case "":
		default:
			l.add(name, value)
		}
	}
}

// fieldName writes a tag's name as fields are named.
func fieldName(key string) string {
	return strings.Trim(strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c - 'A' + 'a'
		}
		return '_'
	}, key), "_")
}

// moment gives a time as RFC 3339 has it, as exact as the recording: what it
// does not understand it leaves as it is.
func moment(value string) string {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05Z0700"} {
		if t, err := time.Parse(layout, value); err == nil {
			if t.Unix() <= 0 && t.Year() <= 1970 {
				return "" // the zero of a clock that nobody had set
			}
			return t.Format(time.RFC3339)
		}
	}
	return strings.Replace(value, " ", "T", 1)
}

// iso6709 is a place in decimal degrees, annex H of ISO 6709.
var iso6709 = regexp.MustCompile(`^([+-][0-9]{1,2}(?:\.[0-9]+)?)([+-][0-9]{1,3}(?:\.[0-9]+)?)`)

// place gives latitude and longitude, "" where the value is none.
func place(value string) (latitude, longitude string) {
	found := iso6709.FindStringSubmatch(value)
	if found == nil {
		return "", ""
	}
	degrees := func(text string) string {
		f, _ := strconv.ParseFloat(text, 64) // the expression allows numbers only
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return degrees(found[1]), degrees(found[2])
}
