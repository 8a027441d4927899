package apimodel

import (
	"slices"
	"strings"
	"unicode"
)

// A Casing is how Step Functions spells the members of what it sends and gives.
type Casing bool

const (
	// AsAPI: optimized integrations take the API's names with a capital first
	// letter, as Member.Name is.
	AsAPI Casing = false

	// AsSDK: SDK integrations take the names that the SDK for Java has, with a
	// capital first letter. It folds an acronym that a name begins with, so
	// that DBInstanceIdentifier becomes DbInstanceIdentifier. Published machines
	// that call RDS are the evidence; that the rule holds for every acronym
	// nobody has verified.
	AsSDK Casing = true
)

// Of is the name under which Step Functions takes a member of the API's name.
func (c Casing) Of(member string) string {
	if !c {
		return member
	}
	if member == "Equals" {
		return "EqualsValue" // says the Developer Guide
	}
	// The letters of an acronym are capitals with no small letter after them.
	name := []rune(member)
	for i := 1; i < len(name) && unicode.IsUpper(name[i]); i++ {
		if i+1 < len(name) && unicode.IsLower(name[i+1]) {
			break
		}
		name[i] = unicode.ToLower(name[i])
	}
	return string(name)
}

// Find finds a member by the name that is written for it, and says whether Step
// Functions spells it so. A name that only its case tells from a member's, or that
// is the API's own, finds the member and is not right. Nil: there is none.
func (c Casing) Find(s *Shape, written string) (m *Member, right bool) {
	if m, ok := s.Member(written); ok {
		return m, c.Of(m.Name) == written || slices.Contains(asWritten, written)
	}
	for i := range s.Members {
		m := &s.Members[i]
		if c.Of(m.Name) == written || bool(c) && keyword(m.Name) && written == m.Name+"Value" {
			return m, true
		}
	}
	for i := range s.Members {
		if m := &s.Members[i]; strings.EqualFold(c.Of(m.Name), written) {
			return m, false
		}
	}
	return nil, false
}

// Names lists the names of the members of a structure or union, in alphabetical
// order of the API's.
func (c Casing) Names(s *Shape) []string {
	names := make([]string, len(s.Members))
	for i := range s.Members {
		names[i] = c.Of(s.Members[i].Name)
	}
	return names
}

// asWritten are names of which nobody has verified that SDK integrations fold
// them: what types a value of DynamoDB.
var asWritten = []string{"BOOL", "BS", "NS", "NULL", "SS"}

// keyword says whether a member's name is a word of Java's, in which the SDK puts
// Value behind it. The Developer Guide says so of Equals only, so either counts.
func keyword(name string) bool {
	return slices.Contains(javaWords, strings.ToLower(name[:1])+name[1:])
}

// javaWords are sorted.
var javaWords = strings.Fields(`
abstract assert boolean break byte case catch char class const continue default do double else enum extends
final finally float for goto if implements import instanceof int interface long native new null package private
protected public return short static strictfp super switch synchronized this throw throws transient try void
volatile while
`)

// Exception is the name of an error as Step Functions raises it, without the
// service's prefix, by the API's name of it: that of the SDK for Java's class.
// DBClusterNotFoundFault becomes DbClusterNotFoundException.
func Exception(name string) string {
	stem := strings.TrimSuffix(name, "Exception")
	if stem == name {
		stem = strings.TrimSuffix(name, "Fault")
	}
	var b strings.Builder
	for _, w := range words(stem) {
		b.WriteString(capital(strings.ToLower(w)))
	}
	return b.String() + "Exception"
}

// words are those that a name in camel case is made of; an acronym is one.
func words(name string) []string {
	var all []string
	runes := []rune(name)
	from := 0
	for i := 1; i < len(runes); i++ {
		before, here := runes[i-1], runes[i]
		after := i+1 < len(runes) && unicode.IsLower(runes[i+1])
		switch {
		case unicode.IsLower(before) && unicode.IsUpper(here), // instanceNot
			unicode.IsUpper(before) && unicode.IsUpper(here) && after, // DBInstance
			unicode.IsDigit(before) && unicode.IsLetter(here):         // s3bucket
			all = append(all, string(runes[from:i]))
			from = i
		}
	}
	return append(all, string(runes[from:]))
}
