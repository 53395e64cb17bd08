<?php

declare(strict_types=1);

namespace App\Http;

use App\Message\MessageForm;
use App\Message\MessageRepository;
use App\Message\Processing;
use App\Support\View;
use DateTimeImmutable;

/** The page with the form, and what the form sends. */
final readonly class GuestBook
{
    private const SHOWN = 20;

    public function __construct(
        private MessageRepository $messages,
        private Processing $processing,
        private Session $session,
        private Csrf $csrf,
        private View $view,
    ) {
    }

    public function show(): Response
    {
        return $this->page(MessageForm::blank());
    }

    public function submit(Request $request): Response
    {
        $form = MessageForm::from($request->form);
        if (!$this->csrf->isValid($request->form)) {
            return $this->page($form, 403, 'The form was too old. Please send it again.');
        }
        if (!$form->isValid()) {
            return $this->page($form, 422);
        }
        $this->processing->start($this->messages->add($form->author, $form->body, new DateTimeImmutable()));
        $this->session->set('sent', (int) $this->session->get('sent') + 1);
        $this->session->set('notice', "Thank you, $form->author.");
        return Response::seeOther('/');
    }

    private function page(MessageForm $form, int $status = 200, ?string $problem = null): Response
    {
        return Response::html($this->view->render('page', [
            'form' => $form,
            'problem' => $problem,
            'notice' => $this->session->take('notice'),
            'sent' => (int) $this->session->get('sent'),
            'token' => $this->csrf->token(),
            'messages' => $this->messages->latest(self::SHOWN),
        ]), $status);
    }
}
