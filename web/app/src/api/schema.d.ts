// Generated from docs/reference/openapi.json by tools/api-types; sha256 8cefc93b673d0b04c2ea9ec7857f103ea0da013ac47821da8f131c8739499f73
export interface paths {
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done here, and whether the log was changed */
        get: operations["audit_api_v1_audit_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said in a recorded call, masked */
        get: operations["call_api_v1_calls__call_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{call_id}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Its recording, in which nothing is masked: owners only */
        get: operations["sound_api_v1_calls__call_id__sound_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Two segments side by side */
        post: operations["compare_api_v1_comparisons_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Forecasts that were kept, the oldest first */
        get: operations["forecasts_api_v1_forecasts_get"];
        put?: never;
        /** What comes of a condition that strikes less often */
        post: operations["what_if_api_v1_forecasts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What ought to be reached, and how far it is */
        get: operations["goals_api_v1_goals_get"];
        put?: never;
        /** Declare a goal */
        post: operations["make_api_v1_goals_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/goals/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a goal away */
        delete: operations["remove_api_v1_goals__name__delete"];
        options?: never;
        head?: never;
        /** Change a goal */
        patch: operations["change_api_v1_goals__name__patch"];
        trace?: never;
    };
    "/api/v1/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is one customer, and what waits for a person */
        get: operations["identities_api_v1_identities_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identities/{pair_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide on a pair, or take it back */
        post: operations["decide_api_v1_identities__pair_id__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was imported, oldest first */
        get: operations["imports_api_v1_imports_get"];
        put?: never;
        /** Import uploads */
        post: operations["import__api_v1_imports_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take out what an import brought */
        delete: operations["withdraw_api_v1_imports__import_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{import_id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What withdrawing an import would take out */
        get: operations["would_withdraw_api_v1_imports__import_id__withdrawal_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What hurts, delights, loses and decides */
        get: operations["insights_api_v1_insights_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is invited */
        get: operations["invitations_api_v1_invitations_get"];
        put?: never;
        /** Invite somebody */
        post: operations["invite_api_v1_invitations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: operations["uninvite_api_v1_invitations__link_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs, and what ran in the last hour */
        get: operations["jobs_api_v1_jobs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a job is */
        get: operations["job_api_v1_jobs__job_id__get"];
        put?: never;
        post?: never;
        /** Stop a job: what was committed stays */
        delete: operations["cancel_api_v1_jobs__job_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a job is, as server-sent events */
        get: operations["events_api_v1_jobs__job_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live */
        get: operations["_live_api_v1_live_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read uploads with a mapping and keep nothing */
        post: operations["trial_api_v1_mappings_trial_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All maps */
        get: operations["maps_api_v1_maps_get"];
        put?: never;
        /** Make a map from a workshop's export, or from a template */
        post: operations["make_api_v1_maps_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One map: its document and its snapshot */
        get: operations["one_map_api_v1_maps__map_id__get"];
        put?: never;
        post?: never;
        /** Take a map away that somebody brought */
        delete: operations["remove_api_v1_maps__map_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/behind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands behind the numbers of a touchpoint */
        get: operations["behind_api_v1_maps__map_id__behind_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/cells/{cell_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands behind a cell */
        get: operations["cell_api_v1_maps__map_id__cells__cell_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change a map by named commands */
        post: operations["command_api_v1_maps__map_id__commands_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people say about a map */
        get: operations["comments_api_v1_maps__map_id__comments_get"];
        put?: never;
        /** Say something about a map */
        post: operations["say_api_v1_maps__map_id__comments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/comments/{comment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a comment */
        delete: operations["remove_api_v1_maps__map_id__comments__comment_id__delete"];
        options?: never;
        head?: never;
        /** Change one's own comment */
        patch: operations["edit_api_v1_maps__map_id__comments__comment_id__patch"];
        trace?: never;
    };
    "/api/v1/maps/{map_id}/comments/{comment_id}/resolved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Settle a thread, or open it again */
        put: operations["resolve_api_v1_maps__map_id__comments__comment_id__resolved_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The map as a file */
        get: operations["export_api_v1_maps__map_id__export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How all customers of a map feel and rate, and how that moved */
        get: operations["health_api_v1_maps__map_id__health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links by which guests join this map */
        get: operations["links_api_v1_maps__map_id__links_get"];
        put?: never;
        /** Let guests join this map by a link */
        post: operations["share_api_v1_maps__map_id__links_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a link: its guests leave at once */
        delete: operations["unshare_api_v1_maps__map_id__links__link_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each card may speak of in the data */
        get: operations["matches_api_v1_maps__map_id__matches_get"];
        put?: never;
        /** Say what cards speak of */
        post: operations["confirm_api_v1_maps__map_id__matches_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where journeys of a map go next, in as much detail as wanted */
        get: operations["moves_api_v1_maps__map_id__moves_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/personas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which persona maps of a map were drawn */
        get: operations["drawn_api_v1_maps__map_id__personas_get"];
        put?: never;
        /** Draw the map of one persona */
        post: operations["draw_api_v1_maps__map_id__personas_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/personas/{persona}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A map asked of one persona alone */
        get: operations["one_api_v1_maps__map_id__personas__persona__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a map under another one, or at the top */
        put: operations["place_api_v1_maps__map_id__place_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that people looked at the whole map */
        post: operations["review_api_v1_maps__map_id__review_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in this workspace */
        get: operations["members_api_v1_members_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member */
        delete: operations["remove_api_v1_members__member_id__delete"];
        options?: never;
        head?: never;
        /** Change a member's role */
        patch: operations["set_role_api_v1_members__member_id__patch"];
        trace?: never;
    };
    "/api/v1/members/{member_id}/password-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link to set a new password */
        post: operations["password_link_api_v1_members__member_id__password_link_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/next-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one more export would add */
        get: operations["next_files_api_v1_next_files_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people want to make better */
        get: operations["opportunities_api_v1_opportunities_get"];
        put?: never;
        /** Make an opportunity, of an insight or without one */
        post: operations["make_api_v1_opportunities_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{opportunity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an opportunity away */
        delete: operations["remove_api_v1_opportunities__opportunity_id__delete"];
        options?: never;
        head?: never;
        /** Change an opportunity */
        patch: operations["change_api_v1_opportunities__opportunity_id__patch"];
        trace?: never;
    };
    "/api/v1/opportunities/{opportunity_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version of it, the oldest first */
        get: operations["history_api_v1_opportunities__opportunity_id__history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mail: what waits, what was sent */
        get: operations["outbox_api_v1_outbox_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the customers are: portraits of the personas */
        get: operations["personas_api_v1_personas_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to know about the data before believing them */
        get: operations["quality_api_v1_quality_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows that could not be read, by file and reason */
        get: operations["quarantine_api_v1_quarantine_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** These rows as they came, as CSV to mend */
        get: operations["rows_api_v1_quarantine_rows_get"];
        put?: never;
        /** Read mended rows from an upload */
        post: operations["mend_api_v1_quarantine_rows_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Interviews, notes, studies and transcripts, the newest first */
        get: operations["readings_api_v1_readings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/readings/{reading_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, masked, in sentences */
        get: operations["one_api_v1_readings__reading_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recompute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compute insights and maps anew */
        post: operations["recompute_api_v1_recompute_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/said/{said_id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The message that a quote is from, unmasked: owners only */
        post: operations["unmask_api_v1_said__said_id__unmask_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sample-company": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in the exports of an invented company */
        post: operations["begin_api_v1_sample_company_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/segments/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a segment can be made of */
        get: operations["fields_api_v1_segments_fields_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and how one may sign in */
        get: operations["session_api_v1_session_get"];
        put?: never;
        /** Sign in by password */
        post: operations["sign_in_api_v1_session_post"];
        /** Sign out */
        delete: operations["sign_out_api_v1_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's own name, address or password */
        put: operations["account_api_v1_session_account_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join one map by a guest's link */
        post: operations["guest_api_v1_session_guest_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation */
        post: operations["join_api_v1_session_join_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by a link that works once */
        post: operations["link_api_v1_session_link_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/local": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in as whoever started the server on this computer */
        post: operations["local_api_v1_session_local_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password by a link */
        post: operations["password_api_v1_session_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the first account */
        post: operations["set_up_api_v1_session_setup_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the workspace holds */
        get: operations["status_api_v1_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maps that one may begin with */
        get: operations["templates_api_v1_templates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tokens */
        get: operations["tokens_api_v1_tokens_get"];
        put?: never;
        /** Make a token */
        post: operations["make_api_v1_tokens_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{prefix}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token */
        delete: operations["revoke_api_v1_tokens__prefix__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What customers talk about */
        get: operations["topics_api_v1_topics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topics/{topic_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename, merge or pin a topic */
        patch: operations["choose_api_v1_topics__topic_id__patch"];
        trace?: never;
    };
    "/api/v1/topics/{topic_id}/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Insights of the journeys that speak of a topic */
        post: operations["insights_api_v1_topics__topic_id__insights_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one file */
        post: operations["upload_api_v1_uploads_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Throw a file away */
        delete: operations["drop_api_v1_uploads__upload_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{upload_id}/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose a mapping for a table */
        post: operations["propose_api_v1_uploads__upload_id__proposal_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which sources may send webhooks */
        get: operations["webhooks_api_v1_webhooks_get"];
        put?: never;
        /** Let a source send webhooks */
        post: operations["add_webhook_api_v1_webhooks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{source}/{secret_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a secret of a source */
        delete: operations["remove_webhook_api_v1_webhooks__source___secret_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a alias call */
        post: operations["take_alias_v1_alias_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a batch of calls */
        post: operations["take_batch_v1_batch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a batch of calls */
        post: operations["take_events_v1_events_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a group call */
        post: operations["take_group_v1_group_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a identify call */
        post: operations["take_identify_v1_identify_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a note of an employee */
        post: operations["take_note_v1_notes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notes/touchpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The touchpoints that notes can be pinned to */
        get: operations["touchpoints_v1_notes_touchpoints_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a page call */
        post: operations["take_page_v1_page_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a screen call */
        post: operations["take_screen_v1_screen_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a track call */
        post: operations["take_track_v1_track_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a signed webhook */
        post: operations["take_webhook_v1_webhooks__source__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Account
         * @description What one may change of oneself.
         */
        Account: {
            /** Current */
            current?: string | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Password */
            password?: string | null;
        };
        /**
         * Action
         * @description Something to do about it, with an owner and a date, or nobody yet.
         */
        Action: {
            /** Binding */
            binding?: string | null;
            /** Due */
            due?: string | null;
            /** Id */
            id: string;
            /** Order */
            order: string;
            /** Owner */
            owner?: string | null;
            /**
             * Suggested
             * @description Proposed by Desireline from an insight; nobody has agreed yet.
             * @default false
             */
            suggested?: boolean;
            /** Title */
            title: string;
            /**
             * Why
             * @description The insight behind it, in a sentence.
             */
            why?: string | null;
        };
        /**
         * AddAction
         * @description Note something to do.
         */
        AddAction: {
            action: components["schemas"]["Action"];
            /**
             * Command
             * @default add_action
             * @constant
             */
            command?: "add_action";
        };
        /**
         * AddCard
         * @description Pin a note, a quote or a bound claim into a cell.
         */
        AddCard: {
            card: components["schemas"]["Card"];
            /** Cell */
            cell: string;
            /**
             * Command
             * @default add_card
             * @constant
             */
            command?: "add_card";
        };
        /**
         * AddStage
         * @description Add a column.
         */
        AddStage: {
            /**
             * Command
             * @default add_stage
             * @constant
             */
            command?: "add_stage";
            /** Id */
            id: string;
            /** Order */
            order: string;
            /** Title */
            title: string;
            /** Verb */
            verb: string;
        };
        /**
         * Alone
         * @description The same number from one source alone, or from one half of the period alone.
         */
        Alone: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** N */
            n: number;
            /**
             * Text
             * @description The value with its interval, for people.
             */
            text: string;
            /** Value */
            value: number;
            /**
             * Who
             * @description `source:zendesk`, `period:1`, `period:2`.
             */
            who: string;
        };
        /**
         * Answered
         * @description One question of a cell with its answer and how to compute it again.
         */
        Answered: {
            binding: components["schemas"]["Binding"];
            evidence: components["schemas"]["EvidenceRecord"] | null;
            value: components["schemas"]["Value"] | null;
        };
        /**
         * AsWritten
         * @description A message in which nothing is masked.
         */
        AsWritten: {
            /** Text */
            text: string;
        };
        /**
         * Ask
         * @description Answers that settle a proposal.
         */
        Ask: {
            /** Answers */
            answers?: {
                [key: string]: string;
            };
        };
        /**
         * AskedField
         * @description What a segment can be made of.
         */
        AskedField: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "text" | "number" | "date" | "list";
            /** Meaning */
            meaning: string;
            /** Name */
            name: string;
            /** Values */
            values: string[];
        };
        /**
         * AuditLine
         * @description Something that somebody did.
         */
        AuditLine: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Detail */
            detail: string;
            /** Number */
            number: number;
            /** Target */
            target: string;
        };
        /**
         * AuditLog
         * @description What was done, the newest first, and whether the log is as it was written.
         */
        AuditLog: {
            /** First Bad */
            first_bad: number | null;
            /** Reason */
            reason: string;
            /** Rows */
            rows: components["schemas"]["AuditLine"][];
            /** Sound */
            sound: boolean;
        };
        /**
         * Bar
         * @description How many answers lie between two values, the upper one left out but for the last bar.
         */
        Bar: {
            /** High */
            high: number | null;
            /** Low */
            low: number;
            /** N */
            n: number | null;
        };
        /**
         * Behind
         * @description See the module.
         */
        Behind: {
            /**
             * By
             * @enum {string}
             */
            by: "week" | "month";
            /** Calls */
            calls: components["schemas"]["HeardCall"][];
            /** Customers */
            customers: number | null;
            /** Journeys */
            journeys: components["schemas"]["WalkedJourney"][];
            /** Spreads */
            spreads: components["schemas"]["Spread"][];
            /** Touchpoint */
            touchpoint: string | null;
            /** Voices */
            voices: components["schemas"]["Voice"][];
        };
        /**
         * Below
         * @description A stage of a map.
         */
        Below: {
            /** Map */
            map: string;
            /** Stage */
            stage: string;
        };
        /**
         * Binding
         * @description A question that a cell asks the data. Its answer is `snapshot.values[id]`.
         */
        Binding: {
            /** Id */
            id: string;
            /**
             * Insight
             * @description Name of the insight module.
             */
            insight: string;
            /** Metric */
            metric: string;
            /**
             * Stage
             * @description Stage name in the data.
             */
            stage?: string | null;
            /**
             * Target
             * @description Second touchpoint, for a transition.
             */
            target?: string | null;
            /**
             * Touchpoint
             * @description Touchpoint name in the data.
             */
            touchpoint?: string | null;
        };
        /**
         * ByGuestTicket
         * @description The secret of a guest's link, and what the guest wants to be called.
         */
        ByGuestTicket: {
            /** Name */
            name: string;
            /** Ticket */
            ticket: string;
        };
        /**
         * ByTicket
         * @description The secret of a link.
         */
        ByTicket: {
            /** Ticket */
            ticket: string;
        };
        /**
         * Callout
         * @description One of at most three: worst pain, best delight, deciding moment.
         */
        Callout: {
            /**
             * Column
             * @description Curve point it belongs to; None for `no single moment decides`.
             */
            column: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "pain" | "delight" | "moment";
            /**
             * Level
             * @description Where it stands on the scale of the curve (-1 to 1) when it is not on the curve itself: what
             *     those felt whose parcel came late, beside the curve of everybody.
             */
            level?: number | null;
            /** N */
            n: number | null;
            /**
             * Number
             * @description One number with its unit, formatted: `score 2.2`.
             */
            number: string | null;
            /**
             * Quote
             * @description Key of quotes.
             */
            quote?: string | null;
            /** @description How it is inked; None where no number stands behind it. */
            state?: components["schemas"]["CellState"] | null;
            /**
             * Title
             * @description At most five words.
             */
            title: string;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "shown" | "suggested" | "unknown" | "refused" | "continuum";
            /**
             * Words
             * @description The claim in a sentence with its interval, for focus and screen readers.
             */
            words?: string | null;
        };
        /**
         * Candidate
         * @description A touchpoint that a card may speak of.
         */
        Candidate: {
            /** Likeness */
            likeness: number;
            /** Title */
            title: string;
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * Card
         * @description One note in a cell: a pain, a quote, a delight. Quotes are references, never text.
         */
        Card: {
            /** Author */
            author?: string | null;
            /**
             * Binding
             * @description Binding id.
             */
            binding?: string | null;
            /** @description What the words say in numbers, where a person confirmed what they speak of. */
            claim?: components["schemas"]["Claim"] | null;
            /** Id */
            id: string;
            /** Order */
            order: string;
            /**
             * Quote
             * @description Key of `snapshot.quotes`.
             */
            quote?: string | null;
            /** Words */
            words?: string | null;
        };
        /**
         * Cell
         * @description Stage or touchpoint x lane x persona. People's words stand beside the binding.
         */
        Cell: {
            /** Author */
            author?: string | null;
            /**
             * Bindings
             * @description Binding ids, most important first.
             */
            bindings?: string[];
            /** Cards */
            cards?: {
                [key: string]: components["schemas"]["Card"];
            };
            claim?: components["schemas"]["Claim"] | null;
            /**
             * Column
             * @description Stage id or touchpoint id.
             */
            column: string;
            /** Id */
            id: string;
            /** Lane */
            lane: string;
            /**
             * Overruled
             * @description People's words are shown instead of the bound value, which stays to be seen.
             * @default false
             */
            overruled?: boolean;
            /**
             * Persona
             * @default *
             */
            persona?: string;
            /**
             * Reviewed
             * @description When people last looked at their words; None = never since they wrote them.
             */
            reviewed?: string | null;
            /** Words */
            words?: string | null;
        };
        /**
         * CellEvidence
         * @description What stands behind a cell.
         */
        CellEvidence: {
            /** Answers */
            answers: components["schemas"]["Answered"][];
            cell: components["schemas"]["Cell"];
            /** Quotes */
            quotes: {
                [key: string]: components["schemas"]["QuoteText"];
            };
            state: components["schemas"]["CellState"];
        };
        /**
         * CellState
         * @description How far a cell can be believed (see docs/explanation/evidence).
         * @enum {string}
         */
        CellState: "assumption" | "supported" | "validated" | "contradicted" | "stale" | "unmeasured";
        /**
         * Change
         * @description One part becomes something else: `fields` None removes it, `whole` adds it.
         */
        Change: {
            /** Collection */
            collection: ("stages" | "touchpoints" | "lanes" | "cells" | "actions") | null;
            /** Fields */
            fields: {
                [key: string]: unknown;
            } | null;
            /** Id */
            id: string;
            /**
             * Whole
             * @default false
             */
            whole?: boolean;
        };
        /**
         * ChangedGoal
         * @description New values; what is left out stays. `version` is the one that was seen.
         */
        ChangedGoal: {
            /** Date */
            date?: string | null;
            /** Metric */
            metric?: string | null;
            /** Owner */
            owner?: string | null;
            /** Purpose */
            purpose?: string | null;
            /** Target */
            target?: number | null;
            /** Title */
            title?: string | null;
            /** Version */
            version: number;
        };
        /**
         * ChangedOpportunity
         * @description New values; what is left out stays. `version` is the one that was seen.
         */
        ChangedOpportunity: {
            /** Due */
            due?: string | null;
            /** Note */
            note?: string | null;
            /** Owner */
            owner?: string | null;
            /** Status */
            status?: ("idea" | "planned" | "doing" | "done" | "dropped") | null;
            /** Title */
            title?: string | null;
            /** Version */
            version: number;
        };
        /**
         * ChooseTopic
         * @description What people say of a topic; each is remembered when topics are found anew.
         */
        ChooseTopic: {
            /** Merged Into */
            merged_into?: number | null;
            /** Name */
            name?: string | null;
            /**
             * Pinned
             * @default false
             */
            pinned?: boolean;
        };
        /**
         * Claim
         * @description What people's words say in numbers, so that the data can contradict them.
         */
        Claim: {
            /**
             * Binding
             * @description Binding id whose answer the words speak of.
             */
            binding: string;
            /**
             * High
             * @description The answer is claimed to lie between the two; None = open on that side.
             */
            high?: number | null;
            /** Low */
            low?: number | null;
        };
        /**
         * ClaimKey
         * @description Which insight it is about, by the fields that tell insights apart.
         */
        ClaimKey: {
            /** Channel */
            channel?: string | null;
            /** Condition */
            condition?: string | null;
            /** Kind */
            kind: string;
            /** Metric */
            metric?: string | null;
            /** Outcome */
            outcome?: string | null;
            /** Persona */
            persona?: string | null;
            /** Purpose */
            purpose: string;
            /** Rule */
            rule?: string | null;
            /** Stage */
            stage?: string | null;
            /** Topic */
            topic?: string | null;
            /** Touchpoint */
            touchpoint?: string | null;
        };
        /**
         * ClaimSaid
         * @description A claim with its numbers.
         */
        ClaimSaid: {
            /** Evidence */
            evidence: string;
            /** High */
            high: number | null;
            /** Kind */
            kind: string;
            /** Low */
            low: number | null;
            /** N */
            n: number | null;
            /** Purpose */
            purpose: string;
            /** Stage */
            stage: string | null;
            /** Touchpoint */
            touchpoint: string | null;
            /** Value */
            value: number | null;
            verdict: components["schemas"]["Verdict-Output"];
            /** Words */
            words: string;
        };
        /**
         * Commands
         * @description Named commands, carried out together or not at all.
         */
        Commands: {
            /** Commands */
            commands: (components["schemas"]["RenameMap"] | components["schemas"]["ReviewMap"] | components["schemas"]["PlaceMap"] | components["schemas"]["AddStage"] | components["schemas"]["RenameStage"] | components["schemas"]["MoveStage"] | components["schemas"]["RemoveStage"] | components["schemas"]["DeclareTouchpoint"] | components["schemas"]["RenameTouchpoint"] | components["schemas"]["MoveTouchpoint"] | components["schemas"]["RemoveTouchpoint"] | components["schemas"]["SetTouchpointOwner"] | components["schemas"]["HideLane"] | components["schemas"]["SetWords"] | components["schemas"]["OverruleBinding"] | components["schemas"]["AddCard"] | components["schemas"]["RemoveCard"] | components["schemas"]["AddAction"] | components["schemas"]["SetActionOwner"] | components["schemas"]["RemoveAction"] | components["schemas"]["Patch"])[];
        };
        /**
         * Comment
         * @description What somebody says. `resolved_at` stands on the first of a thread.
         */
        Comment: {
            /** Anchor */
            anchor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Author */
            author: string;
            /** Author Name */
            author_name: string;
            /** Edited At */
            edited_at: string | null;
            /** Id */
            id: string;
            /** Mentions */
            mentions: string[];
            /** Resolved At */
            resolved_at: string | null;
            /** Resolved By */
            resolved_by: string | null;
            /** Text */
            text: string;
            /** Thread */
            thread: string;
        };
        /**
         * Compare
         * @description Two segments, as `desireline compare` takes them: `channel = phone`.
         */
        Compare: {
            /** A */
            a: string;
            /** B */
            b: string;
            /** Purpose */
            purpose?: string | null;
        };
        /**
         * Confirm
         * @description What cards speak of: card -> touchpoint of the data, or None to take it back.
         */
        Confirm: {
            /** Answers */
            answers: {
                [key: string]: string | null;
            };
            /** Purpose */
            purpose?: string | null;
        };
        /**
         * Coverage
         * @description How much of the customers the map can see.
         */
        Coverage: {
            /**
             * Channels
             * @description Every channel on the map, and whether anything measures it.
             */
            channels?: {
                [key: string]: boolean;
            };
            /** Customers */
            customers: number;
            /** Events */
            events: number;
            heard?: components["schemas"]["Value"] | null;
            /** Journeys */
            journeys: number;
            /**
             * Sources
             * @description Events per source.
             */
            sources?: {
                [key: string]: number;
            };
        };
        /**
         * Curve
         * @description A line beside the feeling curve: one persona's, or how the journey is remembered.
         */
        Curve: {
            /**
             * Evidence
             * @description How to compute it again.
             */
            evidence?: string | null;
            /**
             * Id
             * @description `remembered`, or `persona-1`: their place by size.
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "persona" | "remembered";
            /**
             * Points
             * @description In the order of the map; the band holds as a whole.
             */
            points: components["schemas"]["CurvePoint"][];
            /**
             * Title
             * @description The persona, or the answer about the whole in which it is remembered: `NPS`.
             */
            title: string;
            /**
             * Words
             * @description What the line is and what stands behind it, in a sentence or two.
             */
            words: string;
        };
        /**
         * CurvePoint
         * @description One point of the feeling curve. `value` None: nobody was heard, the line breaks.
         */
        CurvePoint: {
            /**
             * Column
             * @description Touchpoint id, or stage id where touchpoints are too thin.
             */
            column: string;
            /** High */
            high?: number | null;
            /** Low */
            low?: number | null;
            /**
             * N
             * @default 0
             */
            n?: number;
            /** Stage */
            stage: string;
            state: components["schemas"]["CellState"];
            /** Value */
            value: number | null;
            /**
             * Words
             * @description The point in a sentence, where no cell of the map says it.
             */
            words?: string | null;
        };
        /**
         * DeclareTouchpoint
         * @description Draw a touchpoint that no data show.
         */
        DeclareTouchpoint: {
            /** Channel */
            channel: string;
            /**
             * Command
             * @default declare_touchpoint
             * @constant
             */
            command?: "declare_touchpoint";
            /** Id */
            id: string;
            /** Order */
            order: string;
            /** Stage */
            stage: string;
            /** Title */
            title: string;
        };
        /**
         * Document
         * @description What people own of a map.
         */
        Document: {
            /** Actions */
            actions?: {
                [key: string]: components["schemas"]["Action"];
            };
            /** Bindings */
            bindings?: {
                [key: string]: components["schemas"]["Binding"];
            };
            /** Cells */
            cells?: {
                [key: string]: components["schemas"]["Cell"];
            };
            /**
             * Generated Sample
             * @description The company is invented: said wherever the map shows.
             * @default false
             */
            generated_sample?: boolean;
            /** Goal */
            goal?: string | null;
            /** Id */
            id: string;
            /** Lanes */
            lanes?: {
                [key: string]: components["schemas"]["Lane"];
            };
            period?: components["schemas"]["Period"];
            /** Personas */
            personas?: components["schemas"]["Reference"][];
            /** @description Where people put it; None = nobody has: under the map of the data that has its purpose, else at the top. */
            place?: components["schemas"]["Placement"] | null;
            purpose: components["schemas"]["Reference"];
            /**
             * Review Months
             * @default 6
             */
            review_months?: number;
            /**
             * Reviewed
             * @description When people looked at the whole of it last; None = never yet.
             */
            reviewed?: string | null;
            /** Stages */
            stages?: {
                [key: string]: components["schemas"]["Stage"];
            };
            /**
             * State
             * @default present
             * @enum {string}
             */
            state?: "past" | "present" | "projected";
            /** Title */
            title: string;
            /** Touchpoints */
            touchpoints?: {
                [key: string]: components["schemas"]["Touchpoint"];
            };
        };
        /**
         * Draw
         * @description Whose map is to be drawn.
         */
        Draw: {
            /** Persona */
            persona: string;
        };
        /**
         * Edit
         * @description Other words.
         */
        Edit: {
            /** Text */
            text: string;
        };
        /**
         * Estimate
         * @description A number that may stand on a map: with n and a 95 % interval unless said otherwise.
         *
         *     `n` counts the units that `unit_of_n` names: customers, journeys, visits, answers.
         */
        Estimate: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** N */
            n: number;
            /** Unit */
            unit?: string | null;
            /**
             * Unit Of N
             * @default customers
             */
            unit_of_n?: string;
            /** Value */
            value: number;
        };
        /**
         * EvidenceRecord
         * @description How to compute a number again.
         */
        EvidenceRecord: {
            /** Data Version */
            data_version: number;
            /**
             * Erased Since
             * @description Somebody's data were erased since: the number cannot be computed again exactly.
             */
            erased_since?: string | null;
            /** Id */
            id: string;
            /** Insight */
            insight: string;
            /** Method */
            method: string;
            /** N */
            n: number;
            period: components["schemas"]["Period"];
            /** Query */
            query: string;
            /** Recipe */
            recipe: string;
            /** Sources */
            sources: string[];
        };
        /**
         * GoalList
         * @description All goals, and what a new one can be about.
         */
        GoalList: {
            /** Goals */
            goals: components["schemas"]["OneGoal"][];
            /** Metrics */
            metrics: string[];
        };
        /**
         * HeardCall
         * @description A recorded call that was listened to.
         */
        HeardCall: {
            /** Customer */
            customer: number | null;
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Has Turns */
            has_turns: boolean;
            /** Id */
            id: string;
            /** Seconds */
            seconds: number | null;
            /** Silent */
            silent: number | null;
        };
        /**
         * HideLane
         * @description Show or hide a row.
         */
        HideLane: {
            /**
             * Command
             * @default hide_lane
             * @constant
             */
            command?: "hide_lane";
            /** Hidden */
            hidden: boolean;
            /** Lane */
            lane: string;
        };
        /**
         * IdentityBook
         * @description Who is whom, in numbers, and what waits for a person.
         */
        IdentityBook: {
            /** Customers */
            customers: number;
            /** Decided */
            decided: components["schemas"]["Pair"][];
            /** Joined */
            joined: number;
            /** Numbers */
            numbers?: components["schemas"]["Pair"][];
            /** Subjects */
            subjects: number;
            /** Waiting */
            waiting: components["schemas"]["Pair"][];
        };
        /**
         * Import
         * @description What is to be imported, together.
         */
        Import: {
            /** Answers */
            answers?: {
                [key: string]: string;
            };
            /** Mapping */
            mapping?: string | null;
            /** Uploads */
            uploads: string[];
        };
        /**
         * Insight
         * @description One claim, in the field names of `insights --json`. Times are ISO dates.
         */
        Insight: {
            /** Channel */
            channel?: string | null;
            /** Condition */
            condition?: string | null;
            /** Date */
            date?: string | null;
            /** Date High */
            date_high?: string | null;
            /** Date Low */
            date_low?: string | null;
            /** Estimand */
            estimand?: string | null;
            /** Evidence */
            evidence: string;
            /** High */
            high?: number | null;
            /** Kind */
            kind: string;
            /** Low */
            low?: number | null;
            /** Metric */
            metric?: string | null;
            /** Money */
            money?: number | null;
            /** N */
            n?: number | null;
            /** Outcome */
            outcome?: string | null;
            /** Persona */
            persona?: string | null;
            /** Purpose */
            purpose: string;
            /**
             * Quotes
             * @default []
             */
            quotes?: string[];
            /** Rank */
            rank?: number | null;
            /** Rank High */
            rank_high?: number | null;
            /** Rank Low */
            rank_low?: number | null;
            /** Reason */
            reason?: string | null;
            /** Rule */
            rule?: string | null;
            /** Stage */
            stage?: string | null;
            /** Topic */
            topic?: string | null;
            /** Touchpoint */
            touchpoint?: string | null;
            /** Unit */
            unit?: string | null;
            /** Value */
            value?: number | null;
            verdict: components["schemas"]["Verdict-Output"];
            /** Words */
            words: string;
        };
        /**
         * Insights
         * @description All insights of the workspace, or of one purpose.
         */
        Insights: {
            /** Age Seconds */
            age_seconds: number;
            /** Behind */
            behind: boolean;
            /** Computed At */
            computed_at: string | null;
            /** Data Version */
            data_version: number;
            /** Insights */
            insights: components["schemas"]["Insight"][];
        };
        /**
         * Invite
         * @description Whom to invite.
         */
        Invite: {
            /** Email */
            email: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "commenter" | "editor" | "owner";
        };
        /**
         * Job
         * @description Long work and how far it is. `error` may carry a question: see the how-to of uploads.
         */
        Job: {
            /** Done */
            done: number;
            /** Error */
            error?: {
                [key: string]: unknown;
            } | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Result */
            result?: unknown;
            /**
             * State
             * @enum {string}
             */
            state: "running" | "done" | "failed" | "cancelled";
            /** Total */
            total: number | null;
            /** Words */
            words: string;
        };
        /**
         * Join
         * @description Whoever was invited.
         */
        Join: {
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** Ticket */
            ticket: string;
        };
        /**
         * KeptForecast
         * @description A forecast, kept so that the fact can be held against it.
         */
        KeptForecast: {
            begun: components["schemas"]["Estimate"] | null;
            /** Condition */
            condition: string;
            /** Data */
            data?: number | null;
            /** Gains */
            gains: components["schemas"]["KeptGain"][];
            /** Horizon Days */
            horizon_days: number;
            /** Less */
            less: number;
            /** Links */
            links: components["schemas"]["KeptLink"][];
            /** Made At */
            made_at?: string | null;
            /** Personas */
            personas: number;
            /** Purpose */
            purpose: string;
            reach: components["schemas"]["Estimate"] | null;
            /** Reach Seen */
            reach_seen: number | null;
            /** Refused */
            refused: string | null;
            spared: components["schemas"]["Estimate"] | null;
            struck: components["schemas"]["Estimate"] | null;
            /** Unknown */
            unknown: string[];
        };
        /**
         * KeptGain
         * @description What comes of it.
         */
        KeptGain: {
            more: components["schemas"]["Estimate"];
            /** Result */
            result: string;
        };
        /**
         * KeptLink
         * @description From the condition to a result.
         */
        KeptLink: {
            effect: components["schemas"]["Estimate"];
            /** Known */
            known: boolean;
            /** Result */
            result: string;
            /** Why Not */
            why_not: string | null;
        };
        /**
         * Lane
         * @description A row of the map.
         */
        Lane: {
            /**
             * Hidden
             * @default false
             */
            hidden?: boolean;
            /** Id */
            id: string;
            kind: components["schemas"]["LaneKind"];
            /** Order */
            order: string;
            /** Title */
            title: string;
        };
        /**
         * LaneKind
         * @description What a row of the map tells.
         * @enum {string}
         */
        LaneKind: "goals" | "actions" | "thoughts" | "feelings" | "needs" | "channels" | "waiting" | "effort" | "pains" | "delights" | "moments" | "metrics" | "drop_off" | "front_stage" | "back_stage" | "systems" | "employees" | "opportunities" | "owners" | "text" | "images" | "nested_maps";
        /**
         * Leg
         * @description One touchpoint, met once or several times in a row.
         */
        Leg: {
            /** Channel */
            channel: string;
            /** Day */
            day: number;
            /** Times */
            times: number;
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * Link
         * @description A link that opens something. Its secret is told once, when it is made.
         */
        Link: {
            /** Email */
            email: string | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Fragment */
            fragment?: string | null;
            /** Id */
            id: string;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Map */
            map: string | null;
            /** Role */
            role: ("viewer" | "commenter" | "editor" | "owner") | null;
        };
        /**
         * MakeToken
         * @description Who will use a token, and for what.
         */
        MakeToken: {
            /** Days */
            days?: number | null;
            /** Name */
            name: string;
            /** Role */
            role?: ("viewer" | "commenter" | "editor" | "owner") | null;
            /**
             * Scope
             * @default events
             * @enum {string}
             */
            scope?: "events" | "notes" | "all" | "api";
            /**
             * Trusted
             * @default false
             */
            trusted?: boolean;
        };
        /**
         * MakeWebhook
         * @description A source that will send webhooks; `secret` where the tool made it.
         */
        MakeWebhook: {
            /** Secret */
            secret?: string | null;
            /** Source */
            source: string;
        };
        /**
         * MapFile
         * @description A map as a file: `.journey.json`.
         */
        MapFile: {
            document: components["schemas"]["Document"];
            /**
             * Format
             * @default desireline.map/1
             * @constant
             */
            format?: "desireline.map/1";
            snapshot: components["schemas"]["Snapshot"];
        };
        /**
         * MapSummary
         * @description A map as the home screen lists it.
         */
        MapSummary: {
            /** Age Seconds */
            age_seconds: number;
            /** Cards */
            cards: number;
            /**
             * Computed At
             * Format: date-time
             */
            computed_at: string;
            /** Customers */
            customers: number;
            /** Data Version */
            data_version: number;
            /** Feeling */
            feeling: (number | null)[];
            /** Generated Sample */
            generated_sample: boolean;
            /** Goal */
            goal: string | null;
            /** Headline */
            headline: string;
            /** Id */
            id: string;
            /** Journeys */
            journeys: number;
            /** Newest Event */
            newest_event: string | null;
            /** Own */
            own: boolean;
            /** Personas */
            personas: components["schemas"]["Reference"][];
            place: components["schemas"]["Stands"];
            purpose: components["schemas"]["Reference"];
            /** Review On */
            review_on: string | null;
            /** Review Regular */
            review_regular: string | null;
            /** Reviewed */
            reviewed: string | null;
            /** Said */
            said: string | null;
            /** Signals */
            signals: components["schemas"]["Signal"][];
            /** Stages */
            stages: components["schemas"]["StageName"][];
            /** States */
            states: {
                [key: string]: number;
            };
            /** Title */
            title: string;
        };
        /**
         * Match
         * @description One card or touchpoint of the map, and what it may be in the data.
         */
        Match: {
            /** Candidates */
            candidates: components["schemas"]["Candidate"][];
            /** Kind */
            kind: string;
            /** Lane */
            lane: string;
            /** Matched */
            matched: string | null;
            /** Part */
            part: string;
            /** Proposed */
            proposed: string | null;
            /** Stage */
            stage: string;
            /** Words */
            words: string;
        };
        /**
         * Matches
         * @description What every card may speak of in the data, and what they say so far.
         */
        Matches: {
            /** Matches */
            matches: components["schemas"]["Match"][];
            said: components["schemas"]["Said"];
            /** Touchpoints */
            touchpoints: string[];
        };
        /**
         * MoveStage
         * @description Put a column elsewhere.
         */
        MoveStage: {
            /**
             * Command
             * @default move_stage
             * @constant
             */
            command?: "move_stage";
            /** Order */
            order: string;
            /** Stage */
            stage: string;
        };
        /**
         * MoveTouchpoint
         * @description Put a touchpoint elsewhere, into another stage too.
         */
        MoveTouchpoint: {
            /**
             * Command
             * @default move_touchpoint
             * @constant
             */
            command?: "move_touchpoint";
            /** Order */
            order: string;
            /** Stage */
            stage: string;
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * NewGoal
         * @description What is to be reached; checked as `[[goals]]` of recipe.toml.
         */
        NewGoal: {
            /** Date */
            date?: string | null;
            /** Metric */
            metric: string;
            /** Owner */
            owner?: string | null;
            /** Purpose */
            purpose?: string | null;
            /** Target */
            target: number;
            /** Title */
            title: string;
        };
        /**
         * NewMap
         * @description What a map is made from: an upload, a template, or a stage of another map that it tells in detail.
         */
        NewMap: {
            below?: components["schemas"]["Below"] | null;
            /** Template */
            template?: string | null;
            /** Title */
            title?: string | null;
            /** Upload */
            upload?: string | null;
        };
        /**
         * NewOpportunity
         * @description What is to be made better. The claim is looked up, never taken from the page.
         */
        NewOpportunity: {
            about?: components["schemas"]["ClaimKey"] | null;
            /** Due */
            due?: string | null;
            /** Map */
            map?: string | null;
            /**
             * Note
             * @default
             */
            note?: string;
            /** Owner */
            owner?: string | null;
            /** Title */
            title: string;
        };
        /**
         * NewPassword
         * @description A new password by a link.
         */
        NewPassword: {
            /** Password */
            password: string;
            /** Ticket */
            ticket: string;
        };
        /**
         * NextMove
         * @description From one touchpoint to the next, inside journeys of five customers or more.
         */
        NextMove: {
            /** Customers */
            customers: number;
            /** Detail */
            detail: number;
            /** Fixed Timer */
            fixed_timer: boolean;
            /** Median S */
            median_s: number;
            /** N */
            n: number;
            /** P90 S */
            p90_s: number;
            share: components["schemas"]["Estimate"];
            /** Source */
            source: string;
            /** Target */
            target: string;
        };
        /**
         * NoteBody
         * @description A note of an employee: a hypothesis about customers, at a touchpoint.
         */
        NoteBody: {
            /**
             * Author
             * @example Eva, sales
             */
            author: string;
            /**
             * Id
             * @description Made by the sender: sent twice, kept once.
             */
            id?: string | null;
            /**
             * On
             * @description The day that it is about; today without it.
             */
            on?: string | null;
            /**
             * Touchpoint
             * @example Order delivered
             */
            touchpoint: string;
            /**
             * Words
             * @example They all ask where the invoice is.
             */
            words: string;
        };
        /**
         * OneGoal
         * @description One goal.
         */
        OneGoal: {
            /** Changed At */
            changed_at: string | null;
            /** Changed By */
            changed_by: string | null;
            /** Date */
            date: string | null;
            /** Metric */
            metric: string;
            /** Name */
            name: string;
            /** Owner */
            owner: string | null;
            /** Purpose */
            purpose: string | null;
            /** Target */
            target: number;
            /** Title */
            title: string;
            /** Version */
            version: number;
            /** Words */
            words: string[];
        };
        /**
         * OneOpportunity
         * @description One opportunity.
         */
        OneOpportunity: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Changed By */
            changed_by: string;
            claim: components["schemas"]["ClaimSaid"] | null;
            /** Due */
            due: string | null;
            /** Id */
            id: string;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Made By */
            made_by: string;
            /** Map */
            map: string | null;
            /** Note */
            note: string;
            /** Owner */
            owner: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "idea" | "planned" | "doing" | "done" | "dropped";
            /** Title */
            title: string;
            today: components["schemas"]["ClaimSaid"] | null;
            /** Version */
            version: number;
        };
        /**
         * OverruleBinding
         * @description Show people's words instead of the bound value, which stays to be seen; or stop doing so.
         */
        OverruleBinding: {
            /** Cell */
            cell: string;
            /**
             * Command
             * @default overrule_binding
             * @constant
             */
            command?: "overrule_binding";
            /** Overruled */
            overruled: boolean;
        };
        /**
         * Pair
         * @description Two records that may be one customer.
         */
        Pair: {
            /** Confidence */
            confidence: number | null;
            /** Id */
            id: string;
            left: components["schemas"]["Record"];
            /** Reason */
            reason: string;
            right: components["schemas"]["Record"];
            /**
             * State
             * @enum {string}
             */
            state: "possible" | "conflict" | "proposed" | "accepted" | "rejected" | "joined" | "apart";
        };
        /**
         * Patch
         * @description The general form of every command; also what an inverse is.
         */
        Patch: {
            /** Changes */
            changes: components["schemas"]["Change"][];
            /**
             * Command
             * @default patch
             * @constant
             */
            command?: "patch";
            /** Of */
            of: string;
        };
        /**
         * Period
         * @description The time that the map speaks of, both ends included.
         */
        Period: {
            /** End */
            end?: string | null;
            /** Start */
            start?: string | null;
        };
        /**
         * PersonaAnswer
         * @description The answer to one of the seven questions.
         */
        PersonaAnswer: {
            estimate: components["schemas"]["Estimate"] | null;
            /** Question */
            question: string;
            /** Words */
            words: string;
        };
        /**
         * PersonaMapSummary
         * @description The map of one persona, as it was drawn last.
         */
        PersonaMapSummary: {
            /** Age Seconds */
            age_seconds: number;
            /** Behind */
            behind: boolean;
            /** Customers */
            customers: number;
            /** Journeys */
            journeys: number;
            /** Label */
            label: string;
            /** Persona */
            persona: string;
        };
        /**
         * Personas
         * @description The portraits, the largest first.
         */
        Personas: {
            /** Age Seconds */
            age_seconds: number;
            /** Behind */
            behind: boolean;
            /** Computed At */
            computed_at: string | null;
            /** Drift */
            drift: string | null;
            /** Personas */
            personas: components["schemas"]["Portrait"][];
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "shown" | "suggested" | "unknown" | "refused" | "continuum";
            /** Words */
            words: string;
        };
        /**
         * PlaceMap
         * @description Put the map under another one, under one of its stages, or at the top; None: where it would stand by itself.
         */
        PlaceMap: {
            /**
             * Command
             * @default place_map
             * @constant
             */
            command?: "place_map";
            place: components["schemas"]["Placement"] | null;
        };
        /**
         * Placed
         * @description Where a map goes: under another one, under one of its stages, or with None at the top.
         */
        Placed: {
            /** Map */
            map: string | null;
            /** Stage */
            stage?: string | null;
        };
        /**
         * Placement
         * @description Where a map stands among the others.
         */
        Placement: {
            /**
             * Map
             * @description The map above it; None = at the top.
             */
            map?: string | null;
            /**
             * Stage
             * @description The stage of that map which it tells in detail; None = of no single one.
             */
            stage?: string | null;
        };
        /**
         * Portrait
         * @description What was found of one persona.
         */
        Portrait: {
            /** Answers */
            answers: components["schemas"]["PersonaAnswer"][];
            /** Journeys */
            journeys: string[];
            /** Label */
            label: string;
            /** Persona */
            persona: string;
            /** Refuted By */
            refuted_by: string;
            size: components["schemas"]["Estimate"];
            /** Stability */
            stability: number;
            /** Traits */
            traits: components["schemas"]["Trait"][];
            worth: components["schemas"]["Estimate"] | null;
        };
        /**
         * Problem
         * @description What went wrong: problem details, with the words that the command line shows.
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Hint */
            hint: string;
            /** Message */
            message: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @default about:blank
             */
            type?: string;
        };
        /**
         * QuoteText
         * @description A customer's masked words.
         */
        QuoteText: {
            /**
             * At
             * Format: date
             */
            at: string;
            /** Feeling */
            feeling?: number | null;
            /** Source */
            source: string;
            /** Text */
            text: string;
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * ReadTurn
         * @description One turn of one call. None where something cannot be told.
         */
        ReadTurn: {
            /** Against */
            against: string | null;
            /** Arousal */
            arousal: number | null;
            /** Begins Ms */
            begins_ms: number;
            /** Ends Ms */
            ends_ms: number;
            /** Feeling */
            feeling: number | null;
            /** Loudness Db */
            loudness_db: number | null;
            /** Pitch Hz */
            pitch_hz: number | null;
            /** Record */
            record: string | null;
            /** Source */
            source: string;
            /** Speaker */
            speaker: string;
            /** Text Masked */
            text_masked: string;
            /** Turn */
            turn: number;
            /** Words Per Minute */
            words_per_minute: number | null;
        };
        /**
         * Readable
         * @description Something to read.
         */
        Readable: {
            /** Author */
            author: string | null;
            /** Characters */
            characters: number;
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "interview" | "call" | "note" | "study";
            /** Source */
            source: string;
            /** Stage */
            stage: string | null;
            /** Title */
            title: string;
            /** Touchpoint */
            touchpoint: string | null;
        };
        /**
         * ReadableText
         * @description A reading with its sentences.
         */
        ReadableText: {
            reading: components["schemas"]["Readable"];
            /** Sentences */
            sentences: components["schemas"]["Sentence"][];
            /** Sound */
            sound: string | null;
        };
        /**
         * Reading
         * @description The map in 30 seconds; at most twelve numbers.
         */
        Reading: {
            /**
             * Actions
             * @description Action ids, at most three.
             */
            actions: string[];
            /** Callouts */
            callouts: components["schemas"]["Callout"][];
            /** Curve */
            curve: components["schemas"]["CurvePoint"][];
            /** Headline */
            headline: string;
            /**
             * Next Measure
             * @description What to measure next, when the evidence is thin.
             */
            next_measure?: string | null;
            /** River */
            river: components["schemas"]["RiverPoint"][];
            /** River Label */
            river_label: string;
            /** Stages */
            stages: components["schemas"]["ReadingStage"][];
            /**
             * Story
             * @description The whole view in sentences, in reading order: what a screen reader says.
             */
            story?: string[];
            /** Subtitle */
            subtitle: string;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "shown" | "suggested" | "unknown";
        };
        /**
         * ReadingStage
         * @description What the reading view shows of one stage.
         */
        ReadingStage: {
            /**
             * More
             * @description How many touchpoints stand behind `+6`.
             * @default 0
             */
            more?: number;
            /**
             * More Text
             * @description `+6`, or `more` where the view already carries twelve numbers.
             */
            more_text?: string | null;
            /** Stage */
            stage: string;
            /** Touchpoints */
            touchpoints: components["schemas"]["ReadingTouchpoint"][];
            /**
             * Wait Fixed
             * @description The wait is a rule of the company: drawn with straight edges, never as a pain.
             * @default false
             */
            wait_fixed?: boolean;
            /**
             * Wait S
             * @description Median wait before the next stage: a visible gap when long.
             */
            wait_s?: number | null;
            /**
             * Wait Text
             * @description The wait for people, on focus: `3 days`.
             */
            wait_text?: string | null;
        };
        /**
         * ReadingTouchpoint
         * @description A channel icon in the row of touchpoints; area is reach.
         */
        ReadingTouchpoint: {
            /** Labelled */
            labelled: boolean;
            /** Reach */
            reach: number | null;
            state: components["schemas"]["CellState"];
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * Record
         * @description One side of a pair.
         */
        Record: {
            /** Customer Id */
            customer_id: string;
            /** Facts */
            facts?: {
                [key: string]: string[];
            };
            /** Source */
            source: string;
            /** Subject */
            subject: string;
        };
        /**
         * Reference
         * @description Purpose or persona: a name for the data, a title for people.
         */
        Reference: {
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * RemoveAction
         * @description Drop something to do.
         */
        RemoveAction: {
            /** Action */
            action: string;
            /**
             * Command
             * @default remove_action
             * @constant
             */
            command?: "remove_action";
        };
        /**
         * RemoveCard
         * @description Take a note away.
         */
        RemoveCard: {
            /** Card */
            card: string;
            /** Cell */
            cell: string;
            /**
             * Command
             * @default remove_card
             * @constant
             */
            command?: "remove_card";
        };
        /**
         * RemoveStage
         * @description Take an empty column away.
         */
        RemoveStage: {
            /**
             * Command
             * @default remove_stage
             * @constant
             */
            command?: "remove_stage";
            /** Stage */
            stage: string;
        };
        /**
         * RemoveTouchpoint
         * @description Take a touchpoint and its cells off the map. The data keep it.
         */
        RemoveTouchpoint: {
            /**
             * Command
             * @default remove_touchpoint
             * @constant
             */
            command?: "remove_touchpoint";
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * RenameMap
         * @description Give the map a title and a goal.
         */
        RenameMap: {
            /**
             * Command
             * @default rename_map
             * @constant
             */
            command?: "rename_map";
            /** Goal */
            goal?: string | null;
            /** Title */
            title: string;
        };
        /**
         * RenameStage
         * @description Say what the customer does here.
         */
        RenameStage: {
            /**
             * Command
             * @default rename_stage
             * @constant
             */
            command?: "rename_stage";
            /** Stage */
            stage: string;
            /** Title */
            title: string;
            /** Verb */
            verb: string;
        };
        /**
         * RenameTouchpoint
         * @description Give a touchpoint the name that people use.
         */
        RenameTouchpoint: {
            /**
             * Command
             * @default rename_touchpoint
             * @constant
             */
            command?: "rename_touchpoint";
            /** Title */
            title: string;
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * Resolve
         * @description Whether a thread is settled.
         */
        Resolve: {
            /** Resolved */
            resolved: boolean;
        };
        /**
         * ReviewMap
         * @description Say that people looked at the whole map on a day.
         */
        ReviewMap: {
            /**
             * Command
             * @default review_map
             * @constant
             */
            command?: "review_map";
            /**
             * On
             * Format: date
             */
            on: string;
        };
        /**
         * Reviewed
         * @description When people looked at the whole map; None is today.
         */
        Reviewed: {
            /** On */
            on?: string | null;
        };
        /**
         * RiverPoint
         * @description Share of journeys still here at the end of a stage. None: cannot be seen, hatched.
         */
        RiverPoint: {
            /** High */
            high?: number | null;
            /**
             * Left
             * @description Share of all journeys that left in this stage.
             */
            left?: number | null;
            /** Low */
            low?: number | null;
            /**
             * N
             * @default 0
             */
            n?: number;
            /**
             * Numbered
             * @description Only the two largest exits carry a number.
             * @default false
             */
            numbered?: boolean;
            /**
             * Reason
             * @description Why it cannot be seen.
             */
            reason?: string | null;
            /** Remaining */
            remaining: number | null;
            /** Stage */
            stage: string;
            /**
             * Text
             * @description What a numbered exit says: `26 % leave`.
             */
            text?: string | null;
        };
        /**
         * Said
         * @description What the data say to the cards of a map.
         */
        Said: {
            /** Cards */
            cards: number;
            /** Contradicted */
            contradicted: number;
            /** Supported */
            supported: number;
            /** Undecided */
            undecided: number;
            /** Unmeasured */
            unmeasured: number;
            /** Words */
            words: string;
        };
        /**
         * Say
         * @description A comment; with `thread` an answer.
         */
        Say: {
            /**
             * Anchor
             * @default
             */
            anchor?: string;
            /** Mentions */
            mentions?: string[];
            /** Text */
            text: string;
            /** Thread */
            thread?: string | null;
        };
        /**
         * Sent
         * @description A mail and what became of it: waiting, sending, sent, failed, or unknown (it may have arrived).
         */
        Sent: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Attempts */
            attempts: number;
            /** Error */
            error: string | null;
            /** Key */
            key: string;
            /** Kind */
            kind: string;
            /** Recipient */
            recipient: string;
            /** State */
            state: string;
            /** Subject */
            subject: string;
        };
        /**
         * Sentence
         * @description One sentence of it.
         */
        Sentence: {
            /** Begins Ms */
            begins_ms: number | null;
            /** Id */
            id: string;
            /**
             * Speaker
             * @enum {string}
             */
            speaker: "customer" | "employee";
            /** Text */
            text: string;
        };
        /**
         * Session
         * @description Who is signed in here, and how one may sign in.
         */
        Session: {
            /** Erased */
            erased: number;
            /** Permissions */
            permissions: ("read" | "comment" | "edit" | "own")[];
            /** Signed In */
            signed_in: boolean;
            /** Ways */
            ways: string[];
            who: components["schemas"]["Who"] | null;
            /** Workspace */
            workspace: string;
        };
        /**
         * SetActionOwner
         * @description Say who does it by when: a suggestion becomes a promise.
         */
        SetActionOwner: {
            /** Action */
            action: string;
            /**
             * Command
             * @default set_action_owner
             * @constant
             */
            command?: "set_action_owner";
            /** Due */
            due?: string | null;
            /** Owner */
            owner: string | null;
        };
        /**
         * SetRole
         * @description What a member may do from now on.
         */
        SetRole: {
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "commenter" | "editor" | "owner";
        };
        /**
         * SetTouchpointOwner
         * @description Say who in the company answers for a touchpoint.
         */
        SetTouchpointOwner: {
            /**
             * Command
             * @default set_touchpoint_owner
             * @constant
             */
            command?: "set_touchpoint_owner";
            /** Owner */
            owner: string | null;
            /** Touchpoint */
            touchpoint: string;
        };
        /**
         * SetUp
         * @description The first owner.
         */
        SetUp: {
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** Ticket */
            ticket: string;
        };
        /**
         * SetWords
         * @description Write people's words into a cell, with what they claim in numbers where they do.
         */
        SetWords: {
            /** Author */
            author?: string | null;
            claim?: components["schemas"]["Claim"] | null;
            /** Column */
            column: string;
            /**
             * Command
             * @default set_words
             * @constant
             */
            command?: "set_words";
            /** Lane */
            lane: string;
            /**
             * Persona
             * @default *
             */
            persona?: string;
            /** Reviewed */
            reviewed?: string | null;
            /** Words */
            words: string | null;
        };
        /**
         * Share
         * @description What a guest may do on one map, and for how long.
         */
        Share: {
            /**
             * Hours
             * @default 168
             */
            hours?: number;
            /**
             * Role
             * @default viewer
             * @enum {string}
             */
            role?: "viewer" | "commenter" | "editor";
        };
        /**
         * ShownTopic
         * @description One topic. What was merged into another counts there.
         */
        ShownTopic: {
            /** Id */
            id: number;
            /** Merged Into */
            merged_into: number | null;
            /** Name */
            name: string;
            /** Named By People */
            named_by_people: boolean;
            /** Pinned */
            pinned: boolean;
        };
        /**
         * SignIn
         * @description An account.
         */
        SignIn: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * Signal
         * @description Something in the data that calls people back.
         */
        Signal: {
            /** N */
            n: number;
            /**
             * On
             * Format: date
             */
            on: string;
            /**
             * Why
             * @enum {string}
             */
            why: "contradicted" | "stale" | "change" | "drift";
            /** Words */
            words: string;
        };
        /**
         * Snapshot
         * @description Resolved values of one data version. Reproducible: no clock is read.
         */
        Snapshot: {
            /**
             * Card States
             * @description Card id -> state, of cards whose words claim something.
             */
            card_states?: {
                [key: string]: components["schemas"]["CellState"];
            };
            /**
             * Cell States
             * @description Cell id -> state.
             */
            cell_states?: {
                [key: string]: components["schemas"]["CellState"];
            };
            coverage: components["schemas"]["Coverage"];
            /**
             * Curves
             * @description Beside the feeling curve: personas', and the remembered one.
             */
            curves?: components["schemas"]["Curve"][];
            /** Data Version */
            data_version: number;
            /** Evidence */
            evidence?: {
                [key: string]: components["schemas"]["EvidenceRecord"];
            };
            /** Newest Event */
            newest_event: string | null;
            /**
             * Notices
             * @description What a reader must know of the data as a whole: hidden groups, sources that are missing.
             */
            notices?: string[];
            /** Quotes */
            quotes?: {
                [key: string]: components["schemas"]["QuoteText"];
            };
            reading: components["schemas"]["Reading"];
            /** Recipe */
            recipe: string;
            /**
             * Suppressed Groups
             * @description How many rows stay hidden because fewer than five customers stand behind them.
             * @default 0
             */
            suppressed_groups?: number;
            /**
             * Values
             * @description Binding id -> answer.
             */
            values?: {
                [key: string]: components["schemas"]["Value"];
            };
        };
        /**
         * Spread
         * @description One scale.
         */
        Spread: {
            /** Bars */
            bars: components["schemas"]["Bar"][];
            /** Label */
            label: string;
            mean: components["schemas"]["Estimate"] | null;
            /**
             * Metric
             * @enum {string}
             */
            metric: "feeling" | "rating" | "wait";
            moved: components["schemas"]["Estimate"] | null;
            /** Trend */
            trend: components["schemas"]["TimePoint"][];
            /** Unit */
            unit: string;
        };
        /**
         * Stage
         * @description A column of the map, in the customer's words.
         */
        Stage: {
            /** Id */
            id: string;
            /**
             * Key
             * @description The stage's name in the data; None for one that people added.
             */
            key?: string | null;
            /**
             * Order
             * @description Fractional index.
             */
            order: string;
            /**
             * Pinned
             * @default false
             */
            pinned?: boolean;
            /**
             * Title
             * @description The field's noun: Consideration.
             */
            title: string;
            /**
             * Verb
             * @description What the customer does: I choose.
             */
            verb: string;
        };
        /**
         * StageName
         * @description A stage by its name.
         */
        StageName: {
            /** Id */
            id: string;
            /** Verb */
            verb: string;
        };
        /**
         * Stands
         * @description Where a map stands among those that the reader may see.
         */
        Stands: {
            /** Map */
            map: string | null;
            /** Stage */
            stage: string | null;
        };
        /**
         * Taken
         * @description It is on the disk.
         */
        Taken: {
            /**
             * Duplicate
             * @default false
             */
            duplicate?: boolean;
            /**
             * Success
             * @default true
             */
            success?: boolean;
        };
        /**
         * Template
         * @description A template as the home screen offers it.
         */
        Template: {
            /** Goal */
            goal: string;
            /** Name */
            name: string;
            /** Purpose */
            purpose: string;
            /** Stages */
            stages: string[];
            /** Title */
            title: string;
        };
        /**
         * TimePoint
         * @description The mean in one week or month.
         */
        TimePoint: {
            estimate: components["schemas"]["Estimate"] | null;
            /**
             * Start
             * Format: date
             */
            start: string;
            /** Whole */
            whole: boolean;
        };
        /**
         * TokenMade
         * @description A new token, which is never shown again.
         */
        TokenMade: {
            /** Token */
            token: string;
        };
        /**
         * TokenShown
         * @description A token by the beginning that people know it by.
         */
        TokenShown: {
            /** Expires At */
            expires_at: string | null;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Role */
            role: ("viewer" | "commenter" | "editor" | "owner") | null;
            /** Scope */
            scope: string;
            /** Trusted */
            trusted: boolean;
        };
        /**
         * Touchpoint
         * @description A moment in which customer and company meet, or miss each other.
         */
        Touchpoint: {
            /** Channel */
            channel: string;
            /** Id */
            id: string;
            /**
             * Key
             * @description The touchpoint's name in the data; None for one that people declared.
             */
            key?: string | null;
            /**
             * Measured
             * @description False: nothing can see it (word of mouth). Drawn hatched.
             * @default true
             */
            measured?: boolean;
            /** Order */
            order: string;
            /** Owner */
            owner?: string | null;
            /**
             * Stage
             * @description Stage id.
             */
            stage: string;
            /** Title */
            title: string;
        };
        /**
         * Trait
         * @description One attribute of a persona.
         */
        Trait: {
            /** Defining */
            defining: boolean;
            /** Kind */
            kind: string;
            lift: components["schemas"]["Estimate"];
            /** Name */
            name: string;
            /** Rest */
            rest: number;
            share: components["schemas"]["Estimate"];
        };
        /**
         * TryMapping
         * @description A mapping to try on uploads.
         */
        TryMapping: {
            /** Answers */
            answers?: {
                [key: string]: string;
            };
            /** Mapping */
            mapping: string;
            /** Uploads */
            uploads: string[];
        };
        /**
         * Undo
         * @description What takes the commands back, in the order in which it must be carried out.
         */
        Undo: {
            /** Inverses */
            inverses: components["schemas"]["Patch"][];
        };
        /**
         * Uploaded
         * @description A file that waits to be imported.
         */
        Uploaded: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
        };
        /**
         * Value
         * @description The answer to a binding. `value` None: not measured, suppressed or unknown (see `reason`).
         */
        Value: {
            /**
             * Alone
             * @description What single sources and halves of the period say: whether they agree, and where it goes.
             */
            alone?: components["schemas"]["Alone"][];
            /** Evidence */
            evidence?: string | null;
            /**
             * Fixed Timer
             * @description A wait that is one constant: a rule of the company, not a pain.
             * @default false
             */
            fixed_timer?: boolean;
            /** High */
            high?: number | null;
            /**
             * Label
             * @description What the number is, in at most five words: `typical wait`, `Call-backs never come`.
             */
            label?: string | null;
            /** Low */
            low?: number | null;
            /** N */
            n?: number | null;
            /**
             * Rank
             * @description Place among all pains, or among all delights, of the map; None where it has none.
             */
            rank?: number | null;
            /**
             * Reason
             * @description Why there is no value, or why it says less than it seems to.
             */
            reason?: string | null;
            /** Sources */
            sources?: string[];
            state: components["schemas"]["CellState"];
            /**
             * Suppressed
             * @description Fewer than five customers: neither their number nor their answer is shown.
             * @default false
             */
            suppressed?: boolean;
            /**
             * Text
             * @description The value with its unit, formatted for people: `62 %`, `4.1 of 5`, `2 h 10 min`.
             */
            text?: string | null;
            /**
             * Unit
             * @description share, s, score, count, or a rating's scale: `stars 1-5`.
             */
            unit?: string | null;
            /**
             * Unit Of N
             * @default customers
             */
            unit_of_n?: string;
            /** Value */
            value: number | null;
            /**
             * Verdict
             * @default shown
             * @enum {string}
             */
            verdict?: "shown" | "suggested" | "unknown" | "refused" | "continuum";
            /**
             * Words
             * @description The same in a sentence, for screen readers, focus and the annex.
             */
            words?: string | null;
        };
        /**
         * Verdict
         * @description What a person says of a pair of records.
         */
        "Verdict-Input": {
            /**
             * Answer
             * @enum {string}
             */
            answer: "accept" | "reject" | "undo";
        };
        /**
         * Verdict
         * @description How far a claim carries.
         * @enum {string}
         */
        "Verdict-Output": "shown" | "suggested" | "unknown" | "refused" | "continuum";
        /**
         * Voice
         * @description What a customer said here, masked, whole. Its id is that of the quote, where a map quotes it.
         */
        Voice: {
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Feeling */
            feeling: number | null;
            /** Id */
            id: string;
            /** Source */
            source: string;
            /** Text */
            text: string;
        };
        /**
         * WalkedJourney
         * @description One real journey, cut where it is long.
         */
        WalkedJourney: {
            /** Legs */
            legs: components["schemas"]["Leg"][];
            /** More */
            more: number;
        };
        /**
         * WebhookShown
         * @description A source that may send webhooks. `secret` is told once, when it is made.
         */
        WebhookShown: {
            /** Id */
            id: string;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Secret */
            secret?: string | null;
            /** Source */
            source: string;
            /** Trusted */
            trusted: boolean;
        };
        /**
         * WhatIf
         * @description A condition that strikes less often.
         */
        WhatIf: {
            /** Condition */
            condition: string;
            /** Less */
            less: number;
            /** Purpose */
            purpose?: string | null;
        };
        /**
         * Who
         * @description Somebody as others see them.
         */
        Who: {
            /** Email */
            email?: string | null;
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "member" | "guest" | "token";
            /** Map */
            map?: string | null;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "commenter" | "editor" | "owner";
        };
    };
    responses: {
        /** @description The body is not what it should be. */
        Problem400: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What was sent is not what it should be. */
        Problem400_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No token or signature that opens this. Nothing was stored. */
        Problem401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody is signed in. */
        Problem401_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A page of an origin that was not allowed. */
        Problem403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role does not allow it, or a page of another origin asks. */
        Problem403_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or not for you. */
        Problem404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body did not come. */
        Problem408: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is there already, or the last of its kind. */
        Problem409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description An event of more than 1 MB, or a body of more than 5 MB. */
        Problem413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too long. */
        Problem413_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A form, or packed in a way that is not known. */
        Problem415: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field of a note is missing, unknown or wrong. */
        Problem422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A field is missing, unknown or wrong. */
        Problem422_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much waits already: come again after `Retry-After` seconds. */
        Problem429: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much at once: come again after `Retry-After` seconds. */
        Problem429_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It could not be stored: send it again. */
        Problem503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The workspace is busy or cannot be used right now. */
        Problem503_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The disk is full. */
        Problem507: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    audit_api_v1_audit_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLog"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    call_api_v1_calls__call_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadTurn"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    sound_api_v1_calls__call_id__sound_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    compare_api_v1_comparisons_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Compare"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    forecasts_api_v1_forecasts_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptForecast"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    what_if_api_v1_forecasts_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatIf"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    goals_api_v1_goals_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalList"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    make_api_v1_goals_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGoal"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneGoal"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    remove_api_v1_goals__name__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    change_api_v1_goals__name__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedGoal"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneGoal"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    identities_api_v1_identities_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityBook"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    decide_api_v1_identities__pair_id__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pair_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verdict-Input"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    imports_api_v1_imports_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    import__api_v1_imports_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Import"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    withdraw_api_v1_imports__import_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    would_withdraw_api_v1_imports__import_id__withdrawal_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    insights_api_v1_insights_get: {
        parameters: {
            query?: {
                purpose?: string | null;
                goal?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Insights"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    invitations_api_v1_invitations_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    invite_api_v1_invitations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Invite"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    uninvite_api_v1_invitations__link_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    jobs_api_v1_jobs_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    job_api_v1_jobs__job_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    cancel_api_v1_jobs__job_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    events_api_v1_jobs__job_id__events_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    _live_api_v1_live_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    trial_api_v1_mappings_trial_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryMapping"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    maps_api_v1_maps_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapSummary"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    make_api_v1_maps_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMap"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapSummary"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    one_map_api_v1_maps__map_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapFile"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    remove_api_v1_maps__map_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    behind_api_v1_maps__map_id__behind_get: {
        parameters: {
            query: {
                touchpoint: string;
                target?: string | null;
            };
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Behind"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    cell_api_v1_maps__map_id__cells__cell_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
                cell_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CellEvidence"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    command_api_v1_maps__map_id__commands_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Commands"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undo"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    comments_api_v1_maps__map_id__comments_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    say_api_v1_maps__map_id__comments_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Say"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    remove_api_v1_maps__map_id__comments__comment_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
                comment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    edit_api_v1_maps__map_id__comments__comment_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
                comment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Edit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    resolve_api_v1_maps__map_id__comments__comment_id__resolved_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
                comment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolve"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comment"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    export_api_v1_maps__map_id__export_get: {
        parameters: {
            query?: {
                format?: "svg" | "png" | "pdf" | "html" | "json";
                language?: "en" | "de";
            };
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    health_api_v1_maps__map_id__health_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Behind"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    links_api_v1_maps__map_id__links_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    share_api_v1_maps__map_id__links_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Share"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    unshare_api_v1_maps__map_id__links__link_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    matches_api_v1_maps__map_id__matches_get: {
        parameters: {
            query?: {
                purpose?: string | null;
            };
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matches"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    confirm_api_v1_maps__map_id__matches_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    moves_api_v1_maps__map_id__moves_get: {
        parameters: {
            query?: {
                detail?: number;
                persona?: string | null;
            };
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextMove"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    drawn_api_v1_maps__map_id__personas_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonaMapSummary"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    draw_api_v1_maps__map_id__personas_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draw"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    one_api_v1_maps__map_id__personas__persona__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
                persona: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapFile"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    place_api_v1_maps__map_id__place_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Placed"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapSummary"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    review_api_v1_maps__map_id__review_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reviewed"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapSummary"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    members_api_v1_members_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Who"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    remove_api_v1_members__member_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    set_role_api_v1_members__member_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Who"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    password_link_api_v1_members__member_id__password_link_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    next_files_api_v1_next_files_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    opportunities_api_v1_opportunities_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneOpportunity"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    make_api_v1_opportunities_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneOpportunity"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    remove_api_v1_opportunities__opportunity_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    change_api_v1_opportunities__opportunity_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedOpportunity"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneOpportunity"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    history_api_v1_opportunities__opportunity_id__history_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                opportunity_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneOpportunity"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    outbox_api_v1_outbox_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sent"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    personas_api_v1_personas_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Personas"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    quality_api_v1_quality_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    quarantine_api_v1_quarantine_get: {
        parameters: {
            query?: {
                file?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    rows_api_v1_quarantine_rows_get: {
        parameters: {
            query?: {
                file?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    mend_api_v1_quarantine_rows_post: {
        parameters: {
            query: {
                upload: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    readings_api_v1_readings_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readable"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    one_api_v1_readings__reading_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reading_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadableText"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    recompute_api_v1_recompute_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    unmask_api_v1_said__said_id__unmask_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                said_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AsWritten"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    begin_api_v1_sample_company_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    fields_api_v1_segments_fields_get: {
        parameters: {
            query?: {
                purpose?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskedField"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    session_api_v1_session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    sign_in_api_v1_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    sign_out_api_v1_session_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    account_api_v1_session_account_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Account"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    guest_api_v1_session_guest_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ByGuestTicket"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    join_api_v1_session_join_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Join"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    link_api_v1_session_link_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ByTicket"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    local_api_v1_session_local_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    password_api_v1_session_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    set_up_api_v1_session_setup_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUp"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    status_api_v1_status_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    templates_api_v1_templates_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    tokens_api_v1_tokens_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenShown"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    make_api_v1_tokens_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenMade"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    revoke_api_v1_tokens__prefix__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prefix: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    topics_api_v1_topics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownTopic"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    choose_api_v1_topics__topic_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                topic_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseTopic"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownTopic"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    insights_api_v1_topics__topic_id__insights_post: {
        parameters: {
            query?: {
                purpose?: string | null;
            };
            header?: never;
            path: {
                topic_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    upload_api_v1_uploads_post: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Uploaded"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    drop_api_v1_uploads__upload_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    propose_api_v1_uploads__upload_id__proposal_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ask"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    webhooks_api_v1_webhooks_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookShown"][];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    add_webhook_api_v1_webhooks_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeWebhook"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookShown"];
                };
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    remove_webhook_api_v1_webhooks__source___secret_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: string;
                secret_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem400_2"];
            401: components["responses"]["Problem401_2"];
            403: components["responses"]["Problem403_2"];
            404: components["responses"]["Problem404"];
            408: components["responses"]["Problem408"];
            409: components["responses"]["Problem409"];
            413: components["responses"]["Problem413_2"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422_2"];
            429: components["responses"]["Problem429_2"];
            503: components["responses"]["Problem503_2"];
            507: components["responses"]["Problem507"];
        };
    };
    take_alias_v1_alias_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_batch_v1_batch_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batch: ({
                        anonymousId?: string;
                        context?: Record<string, never>;
                        event?: string;
                        messageId?: string;
                        properties?: Record<string, never>;
                        /** Format: date-time */
                        sentAt?: string;
                        /** Format: date-time */
                        timestamp?: string;
                        traits?: Record<string, never>;
                        /** @enum {unknown} */
                        type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                        userId?: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    context?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_events_v1_events_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": ({
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                }) | {
                    batch: ({
                        anonymousId?: string;
                        context?: Record<string, never>;
                        event?: string;
                        messageId?: string;
                        properties?: Record<string, never>;
                        /** Format: date-time */
                        sentAt?: string;
                        /** Format: date-time */
                        timestamp?: string;
                        traits?: Record<string, never>;
                        /** @enum {unknown} */
                        type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                        userId?: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    context?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                } | ({
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                })[];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_group_v1_group_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_identify_v1_identify_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_note_v1_notes_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    touchpoints_v1_notes_touchpoints_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_page_v1_page_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_screen_v1_screen_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_track_v1_track_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: Record<string, never>;
                    event?: string;
                    messageId?: string;
                    properties?: Record<string, never>;
                    /** Format: date-time */
                    sentAt?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    traits?: Record<string, never>;
                    /** @enum {unknown} */
                    type?: "track" | "identify" | "page" | "screen" | "group" | "alias";
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
    take_webhook_v1_webhooks__source__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            400: components["responses"]["Problem400"];
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            408: components["responses"]["Problem408"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            422: components["responses"]["Problem422"];
            429: components["responses"]["Problem429"];
            503: components["responses"]["Problem503"];
        };
    };
}
