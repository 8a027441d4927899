package awstest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A logged is a line that a service logged.
type logged struct {
	stream, text string
	millis       int64
}

// Log has a service log a line, at a time in milliseconds since 1970. The group is
// made where there is none.
func (s *Server) Log(group, stream string, millis int64, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.logs.get(group) == nil {
		s.logs.put(group, &logGroup{}, s.count)
	}
	if s.lines == nil {
		s.lines = map[string][]logged{}
	}
	s.lines[group] = append(s.lines[group], logged{stream, text, millis})
}

// filterLogEvents gives the lines of a group, by stream, time and a pattern that is a
// phrase in quotes or a word.
func (s *Server) filterLogEvents(p params) (map[string]any, *Problem) {
	group := p.text("logGroupName")
	if s.logs.get(group) == nil {
		return nil, noLogGroup()
	}
	from, to := p.number("startTime"), p.number("endTime")
	phrase := strings.Trim(p.text("filterPattern"), `"`)
	var found []logged
	for _, l := range s.lines[group] {
		at := float64(l.millis)
		if strings.HasPrefix(l.stream, p.text("logStreamNamePrefix")) && strings.Contains(l.text, phrase) && at >= from && (to == 0 || at < to) {
			found = append(found, l)
		}
	}
	slices.SortStableFunc(found, func(a, b logged) int { return cmp.Compare(a.millis, b.millis) })
	begin, _ := strconv.Atoi(p.text("nextToken")) // a first page has none
	end := min(begin+s.opts.Page, len(found))
	list := []any{}
	for _, l := range found[begin:end] {
		list = append(list, map[string]any{"logStreamName": l.stream, "timestamp": l.millis, "message": l.text})
	}
	out := map[string]any{"events": list}
	if end < len(found) {
		out["nextToken"] = strconv.Itoa(end)
	}
	return out, nil
}
