package mapping

import (
	"strconv"
	"strings"
	"time"
)

// Forms in which other programs write values that people would write otherwise.
const (
	// FormDates is dates as Uwazi writes them: a day with hyphens or slashes,
	// seconds since 1970 (UTC), or two of these with "~" between (":" in tables
	// that are made for it).
	FormDates = "dates"
	// FormMoment is a day with a time of day behind a T or a space, which programs
	// write as midnight where they know none: the day counts.
	FormMoment = "moment"
	// FormPoint is a latitude and a longitude with "|" between.
	FormPoint = "point"
	// FormHuridocs is a term of a HURIDOCS micro-thesaurus as OpenEvSys numbers it:
	// the twelve digits of the code, then the two of the list.
	FormHuridocs = "huridocs"
	// FormFile is the name of a file that came with the table: the value is the
	// SHA-256 of its bytes. Who imports knows which files came.
	FormFile = "file"
)

// Forms lists them all.
func Forms() []string { return []string{FormDates, FormMoment, FormPoint, FormHuridocs, FormFile} }

// AsWritten gives the value as people write it; a value that does not have the
// form is given back as it is.
func AsWritten(form, value string) string {
	switch form {
	case FormDates:
		return dates(value)
	case FormMoment:
		return moment(value)
	case FormPoint:
		if lat, lon, ok := strings.Cut(value, "|"); ok {
			return strings.TrimSpace(lat) + ", " + strings.TrimSpace(lon)
		}
	case FormHuridocs:
		return huridocs(value)
	}
	return value
}

func dates(value string) string {
	from, to, ok := strings.Cut(value, "~")
	if !ok && strings.Count(value, ":") == 1 {
		from, to, ok = strings.Cut(value, ":")
	}
	if !ok {
		return day(value)
	}
	if from, to = day(from), day(to); from == to {
		return from
	}
	if from == "" {
		from = ".."
	}
	if to == "" {
		to = ".."
	}
	return from + "/" + to
}

// day reads one of the dates. Fewer than six digits are a year.
func day(value string) string {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil && len(strings.TrimPrefix(value, "-")) >= 6 && seconds > -62_135_596_800 && seconds < 253_402_300_800 {
		return time.Unix(seconds, 0).UTC().Format(time.DateOnly)
	}
	if _, err := time.Parse("2006/01/02", value); err == nil {
		return strings.ReplaceAll(value, "/", "-")
	}
	return value
}

func moment(value string) string {
	day, clock, ok := strings.Cut(strings.Replace(value, " ", "T", 1), "T")
	if _, err := time.Parse(time.DateOnly, day); !ok || err != nil || strings.Trim(clock, "0123456789:.Z") != "" {
		return value
	}
	return day
}

func huridocs(value string) string {
	value = strings.TrimSpace(value)
	if len(value) != 14 || strings.Trim(value, "0123456789") != "" {
		return value
	}
	list := strings.TrimPrefix(value[12:], "0")
	return "MT" + list + " " + value[:12]
}
