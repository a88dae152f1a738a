"""One project of the sample registers in each state of the workflow."""

from datetime import timedelta

from django.utils import timezone

from portal.home.sample.desk import Desk
from portal.publishing import workflow

#: state as the tables name it → method
STATES = {
    "": "_publish",
    "draft": "_draft",
    "review": "_in_review",
    "sent_back": "_sent_back",
    "scheduled": "_scheduled",
    "withdrawn": "_withdrawn",
    "copy": "_with_open_copy",
    "copy_in_review": "_with_copy_in_review",
    "english_copy": "_with_english_copy",
    "outdated_english": "_with_outdated_english",
}


class InStates(Desk):
    def bring(self, project, state):
        """Take a new project to a state."""
        getattr(self, STATES[state])(project)

    def _draft(self, project):
        """It stays one."""

    def _in_review(self, project):
        self._step(project, "submit", self.role)

    def _sent_back(self, project):
        self._in_review(project)
        note = "Ghi rõ nguồn của diện tích đất."
        self._step(project, "send_back", "Reviewer", note=note)

    def _scheduled(self, project):
        self._in_review(project)
        self._step(project, "publish", "Publisher", at=timezone.now() + timedelta(days=14))

    def _withdrawn(self, project):
        project = self._publish(project)
        note = "Hồ sơ đang được rà soát."
        self._step(project, "withdraw", "Publisher", note=note)

    def _with_open_copy(self, project):
        self._copy(self._publish(project), self.role, scale_vi="Đang cập nhật (bản làm việc mẫu).")

    def _with_copy_in_review(self, project):
        copy = self._copy(self._publish(project), self.role, scale_vi="Quy mô mới, đang chờ duyệt.")
        self._step(copy, "submit", self.role)

    def _with_english_copy(self, project):
        project = self._publish(project)
        scale = f"{project.scale_en} (sample working copy)"
        self._copy(project, "Translator", "en", scale_en=scale)

    def _with_outdated_english(self, project):
        project = self._publish(project)
        scale = f"{project.scale_vi} Giai đoạn 2 tăng gấp đôi."
        copy = self._copy(project, self.role, "vi", scale_vi=scale)
        self._publish(copy)

    def _copy(self, project, role, scope="", **values):
        copy = workflow.open_copy(project, by=self.people[role], scope=scope)
        self._edit(copy, role, **values)
        return copy
