"""Changes leave a trace; what is written once is never written over."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FREEZE = """
CREATE FUNCTION meetings_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of % is frozen', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER meetings_meeting_kept BEFORE DELETE ON meetings_villagemeeting
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_meeting_content BEFORE UPDATE ON meetings_villagemeeting
    FOR EACH ROW WHEN (
        (OLD.held_on, OLD.attended, OLD.agree, OLD.against, OLD.outcome, OLD.list_digest)
        IS DISTINCT FROM
        (NEW.held_on, NEW.attended, NEW.agree, NEW.against, NEW.outcome, NEW.list_digest)
    ) EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_proposed_frozen BEFORE UPDATE OR DELETE ON meetings_proposedhousehold
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_posted_frozen BEFORE UPDATE OR DELETE ON meetings_postedhousehold
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_proof_frozen BEFORE UPDATE OR DELETE ON meetings_postingproof
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_change();
CREATE TRIGGER meetings_complaint_kept BEFORE DELETE ON meetings_complaint
    FOR EACH ROW EXECUTE FUNCTION meetings_refuse_change();
"""

THAW = """
DROP TRIGGER meetings_complaint_kept ON meetings_complaint;
DROP TRIGGER meetings_proof_frozen ON meetings_postingproof;
DROP TRIGGER meetings_posted_frozen ON meetings_postedhousehold;
DROP TRIGGER meetings_proposed_frozen ON meetings_proposedhousehold;
DROP TRIGGER meetings_meeting_content ON meetings_villagemeeting;
DROP TRIGGER meetings_meeting_kept ON meetings_villagemeeting;
DROP FUNCTION meetings_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("meetings_villagemeeting"),
        AuditTable("meetings_meetingparticipants"),
        AuditTable("meetings_proposedhousehold"),
        AuditTable("meetings_meetingopinion"),
        AuditTable("meetings_posting"),
        AuditTable("meetings_postedhousehold"),
        AuditTable("meetings_postingproof"),
        AuditTable("meetings_complaint", exclude=["sender_digest"]),
        AuditTable("meetings_recheck"),
        AuditTable("meetings_announcedyear"),
        migrations.RunSQL(FREEZE, THAW),
    ]
