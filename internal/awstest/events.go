package awstest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// A rule of EventBridge is kept by the names of its bus and of its own, with a
// line between.
type rule struct {
	is      params // by the names of the API, without tags
	targets []params
	tags    map[string]string
}

func ruleKey(p params) string {
	bus, name := p.text("EventBusName"), p.text("Name")
	if bus == "" {
		bus = "default"
	}
	if name == "" {
		name = p.text("Rule")
	}
	return bus + "\n" + name
}

func (s *Server) ruleARN(key string) string {
	bus, name, _ := strings.Cut(key, "\n")
	if bus != "default" {
		name = bus + "/" + name
	}
	return "arn:aws:events:" + s.opts.Region + ":" + s.opts.Account + ":rule/" + name
}

func (s *Server) buses() []string {
	return slices.Sorted(slices.Values(append([]string{"default"}, s.opts.Buses...)))
}

func noRule(name string) *Problem {
	return refuse(http.StatusBadRequest, "ResourceNotFoundException", "Rule %s does not exist on EventBus.", name)
}

// changeRule replaces a rule by what f makes of a copy.
func (s *Server) changeRule(key string, f func(r *rule)) *Problem {
	old := s.rules.get(key)
	if old == nil {
		return noRule(key[strings.Index(key, "\n")+1:])
	}
	r := *old
	f(&r)
	s.rules.put(key, &r, s.count)
	return nil
}

func (s *Server) putRule(p params) (map[string]any, *Problem) {
	key := ruleKey(p)
	bus, _, _ := strings.Cut(key, "\n")
	switch {
	case !slices.Contains(s.buses(), bus):
		return nil, refuse(http.StatusBadRequest, "ResourceNotFoundException", "Event bus %s does not exist.", bus)
	case len(p.text("Name")) > 64:
		return nil, refuse(http.StatusBadRequest, "ValidationException", "the name of a rule has at most 64 characters")
	case !json.Valid([]byte(p.text("EventPattern"))):
		return nil, refuse(http.StatusBadRequest, "InvalidEventPatternException", "Event pattern is not valid.")
	}
	r := &rule{tags: p.tags("Tags")}
	if old := s.rules.get(key); old != nil {
		r.targets, r.tags = old.targets, old.tags
	}
	r.is = params{"Name": p.text("Name"), "EventBusName": bus, "Arn": s.ruleARN(key), "State": p.text("State"), "EventPattern": p.text("EventPattern")}
	put(r.is, "Description", p.text("Description"))
	s.rules.put(key, r, s.count)
	return map[string]any{"RuleArn": s.ruleARN(key)}, nil
}

func (s *Server) describeRule(p params) (map[string]any, *Problem) {
	r := s.rules.seen(ruleKey(p), s.count, s.opts.Lag)
	if r == nil {
		return nil, noRule(p.text("Name"))
	}
	return r.is, nil
}

func (s *Server) deleteRule(p params) (map[string]any, *Problem) {
	r := s.rules.get(ruleKey(p))
	if r != nil && len(r.targets) > 0 {
		return nil, refuse(http.StatusBadRequest, "ValidationException", "Rule can't be deleted since it has targets.")
	}
	if r != nil { // one that is not there is deleted already
		s.rules.put(ruleKey(p), nil, s.count)
	}
	return nil, nil
}

func (s *Server) listRules(p params) (map[string]any, *Problem) {
	bus := p.text("EventBusName")
	if !slices.Contains(s.buses(), bus) {
		return nil, refuse(http.StatusBadRequest, "ResourceNotFoundException", "Event bus %s does not exist.", bus)
	}
	shown, next := page(s.rules.list(bus+"\n"+p.text("NamePrefix"), s.count, s.opts.Lag), p.text("NextToken"), s.opts.Page)
	list := []any{}
	for _, key := range shown {
		list = append(list, map[string]any(s.rules.seen(key, s.count, s.opts.Lag).is))
	}
	out := map[string]any{"Rules": list}
	put(out, "NextToken", next)
	return out, nil
}

func (s *Server) listEventBuses(p params) (map[string]any, *Problem) {
	shown, next := page(s.buses(), p.text("NextToken"), s.opts.Page)
	list := []any{}
	for _, name := range shown {
		list = append(list, map[string]any{"Name": name})
	}
	out := map[string]any{"EventBuses": list}
	put(out, "NextToken", next)
	return out, nil
}

func (s *Server) putTargets(p params) (map[string]any, *Problem) {
	for _, t := range p.list("Targets") {
		if role := t.text("RoleArn"); role != "" && !s.assumable(role, "events.amazonaws.com") {
			return nil, refuse(http.StatusBadRequest, "ValidationException", "Provided role '%s' cannot be assumed by principal 'events.amazonaws.com'.", role)
		}
	}
	var failed []any
	problem := s.changeRule(ruleKey(p), func(r *rule) {
		targets := slices.Clone(r.targets)
		for _, t := range p.list("Targets") {
			if strings.Contains(t.text("Arn"), ":missing:") {
				failed = append(failed, map[string]any{"TargetId": t.text("Id"), "ErrorCode": "ResourceNotFoundException", "ErrorMessage": "there is no such target"})
				continue
			}
			targets = slices.DeleteFunc(targets, func(old params) bool { return old.text("Id") == t.text("Id") })
			targets = append(targets, t)
		}
		slices.SortFunc(targets, func(a, b params) int { return strings.Compare(a.text("Id"), b.text("Id")) })
		r.targets = targets
	})
	if problem != nil {
		return nil, problem
	}
	return failures(failed), nil
}

// failures of some of what a call was to do, which succeeds as a whole.
func failures(failed []any) map[string]any {
	if failed == nil {
		failed = []any{}
	}
	return map[string]any{"FailedEntryCount": len(failed), "FailedEntries": failed}
}

func (s *Server) removeTargets(p params) (map[string]any, *Problem) {
	problem := s.changeRule(ruleKey(p), func(r *rule) {
		r.targets = slices.DeleteFunc(slices.Clone(r.targets), func(t params) bool { return slices.Contains(p.texts("Ids"), t.text("Id")) })
	})
	if problem != nil {
		return nil, problem
	}
	return failures(nil), nil
}

func (s *Server) listTargetsByRule(p params) (map[string]any, *Problem) {
	r := s.rules.seen(ruleKey(p), s.count, s.opts.Lag)
	if r == nil {
		return nil, noRule(p.text("Rule"))
	}
	byID := map[string]params{}
	var ids []string
	for _, t := range r.targets {
		ids = append(ids, t.text("Id"))
		byID[t.text("Id")] = t
	}
	shown, next := page(ids, p.text("NextToken"), s.opts.Page)
	list := []any{}
	for _, id := range shown {
		list = append(list, map[string]any(byID[id]))
	}
	out := map[string]any{"Targets": list}
	put(out, "NextToken", next)
	return out, nil
}

// ruleOf finds the rule that a call about tags is about.
func (s *Server) ruleOf(p params) string {
	for _, key := range s.rules.keys() {
		if s.ruleARN(key) == p.text("ResourceARN") {
			return key
		}
	}
	return "\n" + p.text("ResourceARN")
}

func (s *Server) listRuleTags(p params) (map[string]any, *Problem) {
	r := s.rules.seen(s.ruleOf(p), s.count, s.opts.Lag)
	if r == nil {
		return nil, noRule(p.text("ResourceARN"))
	}
	return map[string]any{"Tags": listOf(r.tags)}, nil
}

func (s *Server) tagRule(p params) (map[string]any, *Problem) {
	return nil, s.changeRule(s.ruleOf(p), func(r *rule) { r.tags = retag(r.tags, p.tags("Tags"), nil) })
}

func (s *Server) untagRule(p params) (map[string]any, *Problem) {
	return nil, s.changeRule(s.ruleOf(p), func(r *rule) { r.tags = retag(r.tags, nil, p.texts("TagKeys")) })
}
