package replay

import "strings"

// A Mark begins the comment of a state that stands for what is not done.
type Mark string

// The marks. Write writes Kept; Skipped is for those who put an output in the place of
// a task.
const (
	None    Mark = ""
	Kept    Mark = "Not done again."
	Skipped Mark = "Skipped, its output was given."
)

// Comment is a comment with the mark.
func (m Mark) Comment(comment string) string {
	if comment == "" {
		return string(m)
	}
	return string(m) + " " + comment
}

// MarkOf is the mark of a comment, or None.
func MarkOf(comment string) Mark {
	for _, m := range []Mark{Kept, Skipped} {
		if strings.HasPrefix(comment, string(m)) {
			return m
		}
	}
	return None
}
