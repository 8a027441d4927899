package awstest

import (
	"net/http"
	"regexp"
	"strings"
)

type (
	scheduleGroup struct{ tags map[string]string }

	// A schedule is what it was made of, by the names of the API.
	schedule struct{ is params }
)

// schedules are kept by the names of their group and of their own, with a slash
// between, which names have none of.

var (
	scheduleName       = regexp.MustCompile(`^[0-9a-zA-Z-_.]{1,64}$`)
	scheduleExpression = regexp.MustCompile(`^(cron|rate|at)\(.+\)$`)
)

func noSchedule(what, name string) *Problem {
	return refuse(http.StatusNotFound, "ResourceNotFoundException", "%s %s does not exist.", what, name)
}

func (s *Server) scheduleARN(what string) string {
	return "arn:aws:scheduler:" + s.opts.Region + ":" + s.opts.Account + ":" + what
}

// deletingGroup says whether a group was deleted just now: for so many calls it
// still shows, as one that goes.
func (s *Server) deletingGroup(name string) bool {
	return s.groups.get(name) == nil && s.groups.seen(name, s.count, s.opts.Lag) != nil
}

func (s *Server) createScheduleGroup(p params) (map[string]any, *Problem) {
	name := p.text("Name")
	if s.groups.get(name) != nil || s.deletingGroup(name) {
		return nil, refuse(http.StatusConflict, "ConflictException", "Schedule group %s already exists.", name)
	}
	if !scheduleName.MatchString(name) {
		return nil, refuse(http.StatusBadRequest, "ValidationException", "%s is no name of a group", name)
	}
	s.groups.put(name, &scheduleGroup{p.tags("Tags")}, s.count)
	return map[string]any{"ScheduleGroupArn": s.scheduleARN("schedule-group/" + name)}, nil
}

func (s *Server) getScheduleGroup(p params) (map[string]any, *Problem) {
	name := p.text("Name")
	if s.groups.seen(name, s.count, s.opts.Lag) == nil {
		return nil, noSchedule("Schedule group", name)
	}
	return s.describedGroup(name), nil
}

func (s *Server) describedGroup(name string) map[string]any {
	state := "ACTIVE"
	if s.deletingGroup(name) {
		state = "DELETING"
	}
	return map[string]any{"Name": name, "Arn": s.scheduleARN("schedule-group/" + name), "State": state}
}

func (s *Server) deleteScheduleGroup(p params) (map[string]any, *Problem) {
	name := p.text("Name")
	if s.groups.get(name) == nil {
		return nil, noSchedule("Schedule group", name)
	}
	for _, key := range s.plans.keys() {
		if strings.HasPrefix(key, name+"/") {
			s.plans.put(key, nil, s.count)
		}
	}
	s.groups.put(name, nil, s.count)
	return nil, nil
}

func (s *Server) listScheduleGroups(p params) (map[string]any, *Problem) {
	shown, next := page(s.groups.list(p.text("NamePrefix"), s.count, s.opts.Lag), p.text("NextToken"), s.opts.Page)
	list := []any{}
	for _, name := range shown {
		list = append(list, s.describedGroup(name))
	}
	out := map[string]any{"ScheduleGroups": list}
	put(out, "NextToken", next)
	return out, nil
}

// groupTags finds the group that a call about tags is about.
func (s *Server) groupTags(p params) (string, *Problem) {
	name := strings.TrimPrefix(p.text("ResourceArn"), s.scheduleARN("schedule-group/"))
	if s.groups.get(name) == nil {
		return "", noSchedule("Schedule group", name)
	}
	return name, nil
}

func (s *Server) listScheduleTags(p params) (map[string]any, *Problem) {
	name, problem := s.groupTags(p)
	if problem != nil {
		return nil, problem
	}
	g := s.groups.seen(name, s.count, s.opts.Lag)
	if g == nil {
		return nil, noSchedule("Schedule group", name)
	}
	return map[string]any{"Tags": listOf(g.tags)}, nil
}

func (s *Server) tagScheduleGroup(p params) (map[string]any, *Problem) {
	name, problem := s.groupTags(p)
	if problem == nil {
		s.groups.put(name, &scheduleGroup{retag(s.groups.get(name).tags, p.tags("Tags"), nil)}, s.count)
	}
	return nil, problem
}

func (s *Server) untagScheduleGroup(p params) (map[string]any, *Problem) {
	name, problem := s.groupTags(p)
	if problem == nil {
		s.groups.put(name, &scheduleGroup{retag(s.groups.get(name).tags, nil, p.texts("TagKeys"))}, s.count)
	}
	return nil, problem
}

// checkSchedule says what is wrong with a schedule.
func (s *Server) checkSchedule(p params) *Problem {
	wrong := func(text string) *Problem {
		return refuse(http.StatusBadRequest, "ValidationException", "%s", text)
	}
	target := p.object("Target")
	switch {
	case s.groups.get(p.text("GroupName")) == nil:
		return noSchedule("Schedule group", p.text("GroupName"))
	case !scheduleName.MatchString(p.text("Name")):
		return wrong("Invalid name.")
	case !scheduleExpression.MatchString(p.text("ScheduleExpression")):
		return wrong("Invalid Schedule Expression " + p.text("ScheduleExpression") + ".")
	case p.object("FlexibleTimeWindow").text("Mode") == "":
		return wrong("A flexible time window is needed.")
	case target.text("Arn") == "" || target.text("RoleArn") == "":
		return wrong("A target and its role are needed.")
	case !s.assumable(target.text("RoleArn"), "scheduler.amazonaws.com"):
		return wrong("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")
	}
	return nil
}

func (s *Server) keepSchedule(key string, p params) (map[string]any, *Problem) {
	is := params{}
	for name, v := range p { // into another map
		if name != "ClientToken" {
			is[name] = v
		}
	}
	if is.text("State") == "" {
		is["State"] = "ENABLED"
	}
	if is.text("ScheduleExpressionTimezone") == "" {
		is["ScheduleExpressionTimezone"] = "UTC"
	}
	s.plans.put(key, &schedule{is}, s.count)
	return map[string]any{"ScheduleArn": s.scheduleARN("schedule/" + key)}, nil
}

func scheduleKey(p params) string { return p.text("GroupName") + "/" + p.text("Name") }

func (s *Server) createSchedule(p params) (map[string]any, *Problem) {
	if s.plans.get(scheduleKey(p)) != nil {
		return nil, refuse(http.StatusConflict, "ConflictException", "Schedule %s already exists.", p.text("Name"))
	}
	if problem := s.checkSchedule(p); problem != nil {
		return nil, problem
	}
	return s.keepSchedule(scheduleKey(p), p)
}

func (s *Server) updateSchedule(p params) (map[string]any, *Problem) {
	if s.plans.get(scheduleKey(p)) == nil {
		return nil, noSchedule("Schedule", p.text("Name"))
	}
	if problem := s.checkSchedule(p); problem != nil {
		return nil, problem
	}
	return s.keepSchedule(scheduleKey(p), p)
}

func (s *Server) getSchedule(p params) (map[string]any, *Problem) {
	found := s.plans.seen(scheduleKey(p), s.count, s.opts.Lag)
	if found == nil {
		return nil, noSchedule("Schedule", p.text("Name"))
	}
	return found.is, nil
}

func (s *Server) deleteSchedule(p params) (map[string]any, *Problem) {
	if s.plans.get(scheduleKey(p)) == nil {
		return nil, noSchedule("Schedule", p.text("Name"))
	}
	s.plans.put(scheduleKey(p), nil, s.count)
	return nil, nil
}

func (s *Server) listSchedules(p params) (map[string]any, *Problem) {
	group := p.text("GroupName")
	if s.groups.get(group) == nil && group != "" {
		return nil, noSchedule("Schedule group", group)
	}
	prefix := ""
	if group != "" {
		prefix = group + "/" + p.text("NamePrefix")
	}
	shown, next := page(s.plans.list(prefix, s.count, s.opts.Lag), p.text("NextToken"), s.opts.Page)
	list := []any{}
	for _, key := range shown {
		in, name, _ := strings.Cut(key, "/")
		list = append(list, map[string]any{"GroupName": in, "Name": name, "Arn": s.scheduleARN("schedule/" + key)})
	}
	out := map[string]any{"Schedules": list}
	put(out, "NextToken", next)
	return out, nil
}
