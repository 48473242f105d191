"""Deliberate breaks of what stands between an owner and a loan, and of what protects the owner."""

from tests.mutation.mutation import Mutation

OWNERS_WAY = (
    Mutation(
        "half_is_a_majority",
        "harkat/domain/group_votes.py",
        "return size // 2 + 1",
        "return (size + 1) // 2",
        "tests/domain/test_group_votes.py",
    ),
    Mutation(
        "chosen_leader_leads_on_when_gone",
        "harkat/domain/group_votes.py",
        "if was_chosen and before in members:",
        "if was_chosen:",
        "tests/domain/test_group_votes.py",
    ),
    Mutation(
        "own_vote_counts_for_going",
        "harkat/domain/group_votes.py",
        " and voter != target}",
        "}",
        "tests/domain/test_group_votes.py",
    ),
    Mutation(
        "one_voice_decides_about_a_blocked_part",
        "harkat/domain/group_choice.py",
        "counted.get(choice, 0) >= needed",
        "counted.get(choice, 0) >= 1",
        "tests/domain/test_group_choice.py",
    ),
    Mutation(
        "too_few_may_go_on",
        "harkat/domain/group_choice.py",
        "    if holds_minimum(others=others, minimum=minimum):\n",
        "    if others:\n",
        "tests/domain/test_group_choice.py",
    ),
    Mutation(
        "everybody_has_a_voice",
        "harkat/domain/group_choice.py",
        " if voter in voters)",
        ")",
        "tests/domain/test_group_choice.py",
    ),
    Mutation(
        "too_small_a_loan_is_suggested",
        "harkat/domain/suggestion.py",
        "if amount and amount >= smallest else None",
        "if amount else None",
        "tests/domain/test_suggestion.py",
    ),
    Mutation(
        "what_lacks_carries_an_instalment",
        "harkat/domain/affordability.py",
        "max(int(money.left), 0) * share.numerator",
        "int(money.left) * share.numerator",
        "tests/domain/test_affordability.py",
    ),
    Mutation(
        "a_week_is_counted_for_each_open_day",
        "harkat/domain/affordability.py",
        "open_days if unit is MoneyUnit.DAY else 1",
        "open_days",
        "tests/domain/test_affordability.py",
    ),
    Mutation(
        "other_instalments_are_forgotten",
        "harkat/domain/affordability.py",
        "int(money.other_instalments + instalment)",
        "int(instalment)",
        "tests/domain/test_affordability.py",
    ),
    Mutation(
        "highest_amount_is_one_step_too_high",
        "harkat/domain/affordability.py",
        "    return step * low\n",
        "    return step * (low + 1)\n",
        "tests/domain/test_affordability.py",
    ),
    Mutation(
        "nik_may_be_guessed_once_more",
        "harkat/domain/witnessing.py",
        "wrong_niks >= MOST_WRONG_NIKS",
        "wrong_niks > MOST_WRONG_NIKS",
        "tests/domain/test_witnessing.py",
    ),
    Mutation(
        "testimony_is_worth_something_at_its_end",
        "harkat/domain/witnessing.py",
        "at >= ends_at",
        "at > ends_at",
        "tests/domain/test_witnessing.py",
    ),
    Mutation(
        "visit_can_be_today",
        "harkat/domain/visits.py",
        "if day <= today:",
        "if day < today:",
        "tests/domain/test_visits.py",
    ),
    Mutation(
        "visit_of_today_is_over",
        "harkat/domain/visits.py",
        "day >= on for day",
        "day > on for day",
        "tests/domain/test_visits.py",
    ),
    Mutation(
        "training_always_stands_in_for_age",
        "harkat/domain/precheck.py",
        "if limits.training is TrainingRule.WAIVES_BUSINESS_AGE:",
        "if limits.training:",
        "tests/domain/test_precheck.py",
    ),
    Mutation(
        "old_code_is_good",
        "harkat/domain/phone_codes.py",
        "if at >= expires_at:",
        "if at > expires_at:",
        "tests/domain/test_phone_codes.py",
    ),
    Mutation(
        "code_may_be_guessed_once_more",
        "harkat/domain/phone_codes.py",
        "tries >= MOST_TRIES",
        "tries > MOST_TRIES",
        "tests/domain/test_phone_codes.py",
    ),
    Mutation(
        "phone_gets_one_code_too_many",
        "harkat/domain/phone_codes.py",
        "len(sent_at) >= BUDGET:",
        "len(sent_at) > BUDGET:",
        "tests/domain/test_phone_codes.py",
    ),
    Mutation(
        "new_number_rests_a_moment_less",
        "harkat/domain/phone_changes.py",
        "at >= phone_changed_at + REST:",
        "at > phone_changed_at:",
        "tests/domain/test_phone_changes.py",
    ),
    Mutation(
        "refusing_officer_judges_the_objection",
        "harkat/domain/appeals.py",
        "return actor_id not in took_part",
        "return True",
        "tests/domain/test_appeals.py",
    ),
    Mutation(
        "fraud_waits_as_long_as_the_rest",
        "harkat/domain/complaints.py",
        "urgent_workdays if kind in URGENT_KINDS else workdays",
        "workdays",
        "tests/domain/test_complaints.py",
    ),
    Mutation(
        "helper_is_the_witness",
        "harkat/services/witnessing.py",
        "    if row.asked_by_id == actor_id:\n",
        "    if row.asked_by_id == 0:\n",
        "tests/services/test_witnessing.py",
        "sqlite",
    ),
    Mutation(
        "testimony_is_used_twice",
        "harkat/services/witnessing.py",
        "    row.used_at = at\n",
        "",
        "tests/services/test_witnessing.py",
        "sqlite",
    ),
    Mutation(
        "testimony_of_one_thing_stands_for_another",
        "harkat/services/witnessing.py",
        "            subject=read_out.subject,\n            is_confirmed",
        "            is_confirmed",
        "tests/services/test_witnessing.py",
        "sqlite",
    ),
    Mutation(
        "any_nik_confirms",
        "harkat/services/witnessing.py",
        'if lookup(field="nik", text=nik) != row.nik_lookup:',
        "if not nik:",
        "tests/services/test_witnessing.py",
        "sqlite",
    ),
    Mutation(
        "consent_needs_no_testimony",
        "harkat/services/witnessed_agreement.py",
        (
            "    told = read_out.consenting(application, line, on=business_day(at))\n"
            "    witnessing.use(told, asked_by_id=help_given.assistant_id, at=at)\n"
            "    facts"
        ),
        "    facts",
        "tests/services/test_witnessed_agreement.py",
        "sqlite",
    ),
    Mutation(
        "any_reason_blocks",
        "harkat/services/blocked_parts.py",
        "    if reason.code not in BLOCKING:\n",
        "    if not reason.code:\n",
        "tests/services/test_group_choices.py",
        "sqlite",
    ),
    Mutation(
        "blocked_member_gets_no_case",
        "harkat/services/blocked_parts.py",
        (
            "    if reason.code is ReasonCode.KREDIT_1:\n"
            "        arrears.open_case_for(line.person_id, at=at)\n"
        ),
        "",
        "tests/services/test_group_choices.py",
        "sqlite",
    ),
    Mutation(
        "choice_is_made_after_its_last_day",
        "harkat/services/group_choices.py",
        "if found is None or found.due_on < business_day(at):",
        "if found is None:",
        "tests/services/test_group_choices.py",
        "sqlite",
    ),
    Mutation(
        "older_voices_stay_when_asked_anew",
        "harkat/services/group_choices.py",
        "        _forget_voices(found)\n",
        "",
        "tests/services/test_group_choices.py",
        "sqlite",
    ),
    Mutation(
        "one_more_joins_a_full_group",
        "harkat/services/membership.py",
        "if size_of(group) >= limit:",
        "if size_of(group) > limit:",
        "tests/services/test_group_size.py",
        "sqlite",
    ),
    Mutation(
        "person_is_in_two_groups",
        "harkat/services/membership.py",
        (
            "    if db.session.scalar(live_memberships(person_id)) is not None:\n"
            "        raise InGroupAlready\n"
        ),
        "    live_memberships(person_id)\n",
        "tests/services/test_grouping.py",
        "sqlite",
    ),
    Mutation(
        "class_is_joined_after_it_began",
        "harkat/services/enrolment.py",
        "        raise ClassBegun(training_class.starts_on)\n",
        "        pass\n",
        "tests/services/test_enrolment.py",
        "sqlite",
    ),
    Mutation(
        "changed_terms_are_agreed_to",
        "harkat/services/consent.py",
        "    if facts is None:\n        raise ChangedMeanwhile(digest)\n",
        "    facts = facts or key_facts.facts_of(application, line, on=business_day(at))\n",
        "tests/services/test_consent.py",
        "sqlite",
    ),
    Mutation(
        "others_need_not_agree_again",
        "harkat/services/consent.py",
        (
            "            if line.status is LineStatus.CONSENTED:\n"
            "                transitions.record(line, LineEvent.ASKED_AGAIN"
        ),
        (
            "            if line.status is LineStatus.REFUSED:\n"
            "                transitions.record(line, LineEvent.ASKED_AGAIN"
        ),
        "tests/services/test_consent.py",
        "sqlite",
    ),
    Mutation(
        "wrong_code_agrees",
        "harkat/services/consent.py",
        "    if answer.is_match:\n        agree(",
        "    if answer:\n        agree(",
        "tests/services/test_consent_code.py",
        "sqlite",
    ),
)
