package estimate

import (
	"strings"
	"testing"

	"sanad/internal/core/count"
)

// The tables below are counts as published, typed in; none holds a person.
const (
	// Killings in Kosovo, 20 March to 22 June 1999, on four lists: Ball, Betts,
	// Scheuren, Dudukovich and Asher, Killings and Refugee Flow in Kosovo,
	// AAAS 2002. Published: 10,356 [9,002 to 12,122].
	kosovo = "EXH,ABA,OSCE,HRW,count\n1,0,0,0,1131\n0,1,0,0,845\n1,1,0,0,177\n0,0,1,0,936\n1,0,1,0,228\n0,1,1,0,217\n1,1,1,0,181\n" +
		"0,0,0,1,306\n1,0,0,1,106\n0,1,0,1,31\n1,1,0,1,18\n0,0,1,1,123\n1,0,1,1,42\n0,1,1,1,32\n1,1,1,1,27\n"
	// AIDS cases in Rome: Abeni, Brancato and Perucci, Epidemiology 5, 1994.
	rome = "c1,c2,c3,c4,count\n1,1,1,0,3\n1,1,0,1,1\n1,1,0,0,33\n1,0,1,0,20\n1,0,0,1,6\n1,0,0,0,403\n0,1,1,1,3\n0,1,1,0,35\n" +
		"0,1,0,1,10\n0,1,0,0,545\n0,0,1,1,11\n0,0,1,0,621\n0,0,0,1,205\n"
	// Snowshoe hares caught on six occasions: Cormack, Biometrics 45, 1989.
	hare = "c1,c2,c3,c4,c5,c6,count\n1,0,0,0,0,0,3\n0,1,0,0,0,0,6\n0,0,1,0,0,0,5\n1,0,1,0,0,0,1\n0,0,0,1,0,0,3\n1,0,0,1,0,0,2\n" +
		"0,1,0,1,0,0,3\n1,0,1,1,0,0,1\n0,0,0,0,1,0,4\n1,0,0,0,1,0,2\n0,1,0,0,1,0,3\n1,1,0,0,1,0,1\n1,0,1,0,1,0,1\n0,0,0,1,1,0,1\n" +
		"0,0,0,0,0,1,4\n1,0,0,0,0,1,1\n0,1,0,0,0,1,1\n1,1,0,0,0,1,1\n0,0,1,0,0,1,2\n0,1,1,0,0,1,2\n0,0,0,1,0,1,4\n0,1,0,1,0,1,3\n" +
		"0,0,1,1,0,1,1\n0,1,1,1,0,1,2\n0,0,0,0,1,1,2\n0,1,0,0,1,1,1\n0,0,1,0,1,1,1\n0,1,1,0,1,1,1\n0,0,0,1,1,1,1\n1,0,0,1,1,1,1\n" +
		"0,1,0,1,1,1,1\n0,1,1,1,1,1,1\n1,1,1,1,1,1,2\n"
	// The example of five lists in Madigan and York, Biometrika 84, 1997.
	york = "L1,L2,L3,L4,L5,count\n0,0,0,0,1,27\n0,0,0,1,0,37\n0,0,0,1,1,19\n0,0,1,0,0,4\n0,0,1,0,1,4\n0,0,1,1,0,1\n0,0,1,1,1,1\n" +
		"0,1,0,0,0,97\n0,1,0,0,1,22\n0,1,0,1,0,37\n0,1,0,1,1,25\n0,1,1,0,0,2\n0,1,1,0,1,1\n0,1,1,1,0,3\n0,1,1,1,1,5\n1,0,0,0,0,83\n" +
		"1,0,0,0,1,36\n1,0,0,1,0,34\n1,0,0,1,1,18\n1,0,1,0,0,3\n1,0,1,0,1,5\n1,0,1,1,1,2\n1,1,0,0,0,30\n1,1,0,0,1,5\n1,1,0,1,0,23\n" +
		"1,1,0,1,1,8\n1,1,1,0,1,3\n1,1,1,1,1,2\n"
	// Potential victims of trafficking, United Kingdom 2013: Silverman, Home
	// Office 2014, with two of the lists merged.
	kingdom = "LA,NG,PFNCA,GO,GP,count\n1,0,0,0,0,54\n0,1,0,0,0,463\n0,0,1,0,0,995\n0,0,0,1,0,695\n0,0,0,0,1,316\n1,1,0,0,0,15\n" +
		"1,0,1,0,0,19\n1,0,0,1,0,3\n0,1,1,0,0,62\n0,1,0,1,0,19\n0,1,0,0,1,1\n0,0,1,1,0,76\n0,0,1,0,1,11\n0,0,0,1,1,8\n1,1,1,0,0,1\n" +
		"1,1,0,1,0,1\n0,1,1,1,0,4\n1,1,1,1,0,1\n"
	// Victims of trafficking, Netherlands: van Dijk, Cruyff, van der Heijden
	// and Kragten-Heerdink 2017, with two of the lists merged.
	netherlands = "IO,K,P,R,Z,count\n1,0,0,0,0,756\n0,1,0,0,0,1299\n0,0,1,0,0,4466\n0,0,0,1,0,650\n0,0,0,0,1,632\n1,1,0,0,0,1\n" +
		"1,0,1,0,0,81\n1,0,0,1,0,5\n1,0,0,0,1,73\n0,1,1,0,0,44\n0,1,0,0,1,4\n0,0,1,1,0,82\n0,0,1,0,1,125\n0,0,0,1,1,2\n1,0,1,1,0,2\n" +
		"1,0,1,0,1,11\n0,0,1,1,1,1\n"
	// Victims of trafficking, Australia: Lyneham, Dowling and Bricknell 2019.
	australia = "A,B,C,D,count\n1,0,0,0,34\n0,1,0,0,13\n0,0,1,0,198\n0,0,0,1,100\n1,1,0,0,3\n1,0,1,0,4\n1,0,0,1,1\n0,1,1,0,36\n" +
		"0,1,0,1,2\n1,1,1,0,6\n1,1,0,1,1\n0,1,1,1,15\n1,1,1,1,1\n"
	// Spina bifida in New York: Hook, Albright and Cross, Am. J. Epidemiology
	// 112, 1980, as in Madigan and York.
	spina = "c1,c2,c3,count\n0,0,1,60\n0,1,0,49\n0,1,1,4\n1,0,0,247\n1,0,1,112\n1,1,0,142\n1,1,1,12\n"
	// An invented table that has no best fit: Chan, Silverman and Vincent,
	// JRSS A 184, 2021.
	artificial = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"
)

func table(t testing.TB, text string) count.Table {
	t.Helper()
	out, err := count.ParseTable([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// near checks a figure against another's to a relative tolerance.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if d := got - want; !(d <= tolerance*abs(want) && -d <= tolerance*abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func abs(x float64) float64 { return max(x, -x) }

func codes(warnings []Warning) string {
	var out []string
	for _, w := range warnings {
		out = append(out, string(w.Code))
	}
	return strings.Join(out, " ")
}
